import { parsePayout, success, successOf, TEXTS, withdrawalRecordSchema } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { getPayout } from "@/lib/payouts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/payout/get",
    access: "key",
    tier: "standard",
    parse: parsePayout,
    run: (ctx, input) => getPayout(ctx, input),
    reply: (record) => success(TEXTS.payoutRetrieved, record),
    schema: successOf(withdrawalRecordSchema),
  }),
);
