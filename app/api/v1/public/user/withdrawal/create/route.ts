import {
  parseWithdrawal,
  withdrawalBodyOf,
  withdrawalEnvelope,
  withdrawalHttpStatus,
} from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { createWithdrawal, getWithdrawal, isAddress, waitForWithdrawal } from "@/lib/payouts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/user/withdrawal/create",
    access: "key",
    tier: "financial",
    parse: (raw, facts) => parseWithdrawal(raw, facts.sandbox, isAddress),
    run: async (ctx, input, { config }, call) => {
      const made = await createWithdrawal(ctx, { ...input, origin: "api" }, config, call);
      return waitForWithdrawal(ctx, made, config.withdrawalWaitMs);
    },
    rebuild: (ctx, id) => getWithdrawal(ctx, id),
    status: withdrawalHttpStatus,
    reply: withdrawalBodyOf,
    schema: withdrawalEnvelope,
  }),
);
