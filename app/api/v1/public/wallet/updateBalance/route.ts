import { parseUpdateBalance, success, successOf, TEXTS, walletBalance } from "@/lib/api";
import { getWalletBalance, updateBalance } from "@/lib/customers";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/wallet/updateBalance",
    access: "key",
    tier: "financial",
    parse: parseUpdateBalance,
    run: (ctx, input, _facts, call) => updateBalance(ctx, input, call),
    rebuild: (ctx, userId) => getWalletBalance(ctx, { userId }),
    reply: (balance) => success(TEXTS.balanceUpdated, balance),
    schema: successOf(walletBalance),
  }),
);
