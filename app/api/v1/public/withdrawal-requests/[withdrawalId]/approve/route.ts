import {
  parseWithdrawalPath,
  withdrawalBodyOf,
  withdrawalEnvelope,
  withdrawalHttpStatus,
} from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { approveWithdrawal, getWithdrawal, waitForWithdrawal } from "@/lib/payouts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/withdrawal-requests/{withdrawalId}/approve",
    access: "key_and_secret",
    tier: "financial",
    parse: (_raw, { params }) => parseWithdrawalPath(params.withdrawalId),
    run: async (ctx, input, { config, signal }, call) => {
      const approved = await approveWithdrawal(ctx, input, call);
      return waitForWithdrawal(ctx, approved, config.withdrawalWaitMs, signal);
    },
    rebuild: (ctx, id) => getWithdrawal(ctx, id),
    status: withdrawalHttpStatus,
    reply: withdrawalBodyOf,
    schema: withdrawalEnvelope,
  }),
);
