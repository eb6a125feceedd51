import { parseReject, parseWithdrawalPath, withdrawalBodyOf, withdrawalEnvelope } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { getWithdrawal, rejectWithdrawal } from "@/lib/payouts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/withdrawal-requests/{withdrawalId}/reject",
    access: "key_and_secret",
    tier: "financial",
    parse: (raw, { params }) => ({
      ...parseWithdrawalPath(params.withdrawalId),
      ...parseReject(raw),
    }),
    run: (ctx, input, _facts, call) => rejectWithdrawal(ctx, input, call),
    rebuild: (ctx, id) => getWithdrawal(ctx, id),
    reply: withdrawalBodyOf,
    schema: withdrawalEnvelope,
  }),
);
