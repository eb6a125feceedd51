import {
  parseWithdrawal,
  withdrawalBodyOf,
  withdrawalEnvelope,
  withdrawalHttpStatus,
} from "@/lib/api";
import { endpoint } from "@/lib/http";
import {
  type CreateWithdrawalInput,
  createWithdrawal,
  getWithdrawal,
  isAddress,
  waitForWithdrawal,
} from "@/lib/payouts";

type Origin = CreateWithdrawalInput["origin"];
type Name = Parameters<typeof endpoint>[0]["name"];

/** The endpoint that makes a user's withdrawal, by the platform's order or at its user's request. */
export function withdrawalCreation(origin: Origin, names: { name: Name; aliasOf?: Name }) {
  return endpoint({
    ...names,
    access: "key",
    tier: "financial",
    parse: (raw, facts) => parseWithdrawal(raw, facts.sandbox, isAddress),
    run: async (ctx, input, { config, signal }, call) => {
      const made = await createWithdrawal(ctx, { ...input, origin }, config, call);
      return waitForWithdrawal(ctx, made, config.withdrawalWaitMs, signal);
    },
    rebuild: (ctx, id) => getWithdrawal(ctx, id),
    status: withdrawalHttpStatus,
    reply: withdrawalBodyOf,
    schema: withdrawalEnvelope,
  });
}
