import type { SigningPurpose } from "@/lib/db";
import type { CauseFacts, Judge, SigningRequestRow, Verdict } from "./facts";
import { judgeBatch, judgeDeployment } from "./judge-batch";
import { judgeLoan, judgeReclaim, judgeStakeOrder } from "./judge-energy";
import { judgeSweepGas, judgeSweepToken } from "./judge-sweep";
import { judgeWalletGas } from "./judge-wallet-gas";
import { judgeCancel, judgeWithdrawal } from "./judge-withdrawal";
import type { SigningLimits } from "./limits";

/** Who decides on what. A purpose that is not named here is never signed. */
const JUDGES: Readonly<Partial<Record<SigningPurpose, Judge>>> = {
  sweep_gas: judgeSweepGas,
  sweep_token: judgeSweepToken,
  wallet_gas: judgeWalletGas,
  withdrawal: judgeWithdrawal,
  withdrawal_cancel: judgeCancel,
  delegate_deployment: judgeDeployment,
  sweep_batch: judgeBatch,
  energy_loan: judgeLoan,
  energy_reclaim: judgeReclaim,
  stake_order: judgeStakeOrder,
};

const FOR_MANY: ReadonlySet<SigningPurpose> = new Set(["delegate_deployment", "sweep_batch"]);

/**
 * Decides on a request from its cause. Pure. Nothing that the request says of itself is believed: whoever
 * writes requests can move money only from where it lies to where the books say it goes.
 */
export function judgeRequest(
  request: SigningRequestRow,
  facts: CauseFacts,
  limits: SigningLimits,
): Verdict {
  const judge = Object.hasOwn(JUDGES, request.purpose) ? JUDGES[request.purpose] : undefined;
  if (!judge) return { refused: "purpose" };
  const most = FOR_MANY.has(request.purpose) ? limits.batchFee : limits.fee;
  if (request.maxFee > most) return { refused: "fee_above_limit" };
  return judge(request, facts, limits);
}
