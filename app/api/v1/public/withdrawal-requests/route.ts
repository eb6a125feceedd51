import { parseWithdrawals, success, successOf, TEXTS, withdrawalPage } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { listWithdrawals } from "@/lib/payouts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/withdrawal-requests",
    access: "key",
    tier: "standard",
    parse: parseWithdrawals,
    run: (ctx, input) => listWithdrawals(ctx, input),
    reply: (page) => success(TEXTS.withdrawalsRetrieved, page),
    schema: successOf(withdrawalPage),
  }),
);
