import { parseGenerateWallet, success, successOf, TEXTS, walletView } from "@/lib/api";
import { generateWallet, getWallet } from "@/lib/customers";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/wallet/generate",
    access: "key",
    tier: "wallet_generation",
    parse: (raw, facts) => parseGenerateWallet(raw, facts.sandbox),
    run: (ctx, input, _facts, call) => generateWallet(ctx, input, call),
    rebuild: (ctx, userId) => getWallet(ctx, { userId }),
    reply: (wallet) => success(TEXTS.walletsGenerated, wallet),
    schema: successOf(walletView),
  }),
);
