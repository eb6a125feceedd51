import { parseUserPath, success, successOf, TEXTS, walletBalance } from "@/lib/api";
import { getWalletBalance } from "@/lib/customers";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/wallet/balance/{userId}",
    access: "key",
    tier: "standard",
    parse: (_raw, facts) => parseUserPath(facts.params.userId),
    run: (ctx, input) => getWalletBalance(ctx, input),
    reply: (balance) => success(TEXTS.balanceRetrieved, balance),
    schema: successOf(walletBalance),
  }),
);
