import { TEXTS, type WireWithdrawal } from "@/lib/api";
import {
  type Context,
  chargeKey,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { AppError } from "@/lib/kit";
import { approveRequest } from "./approve-request";
import { auditWithdrawal, readWithdrawal, viewOf } from "./internal";
import { changeWithdrawal } from "./rows";
import { judge } from "./state";

/**
 * Lets a pending withdrawal go: it is paid from what it holds. A person's word is `approveRequest`'s. Throws
 * scope_missing, not_found, invalid_state, daily_limit_reached, request_in_progress.
 */
export async function approveWithdrawal(
  ctx: Context,
  input: { readonly withdrawalId: string },
  call?: IdempotentCall,
): Promise<WireWithdrawal> {
  requirePermission(ctx, "withdrawals:approve");
  if (ctx.actor.kind === "user") return (await approveRequest(ctx, input)).withdrawal;
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const before = await readWithdrawal(tx, merchantId, input.withdrawalId, "update");
    if (call) await claimKey(ctx, tx, call, before.id);
    const state = judge(before.state, "approve");
    if (state === null) throw new AppError("invalid_state", { public: TEXTS.notApprovable });
    await chargeKey(ctx, tx, before.amountUnits);
    const row = await changeWithdrawal(tx, before, { state, approvedAt: ctx.now() });
    await auditWithdrawal(ctx, tx, row, "withdrawal.approved", {});
    return viewOf(row);
  });
}
