import { parseUserPath, success, successOf, TEXTS, walletView } from "@/lib/api";
import { getWallet } from "@/lib/customers";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/wallet/view/{userId}",
    access: "key",
    tier: "standard",
    parse: (_raw, facts) => parseUserPath(facts.params.userId),
    run: (ctx, input) => getWallet(ctx, input),
    reply: (wallet) => success(TEXTS.walletRetrieved, wallet),
    schema: successOf(walletView),
  }),
);
