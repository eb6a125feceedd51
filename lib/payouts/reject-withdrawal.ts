import { TEXTS, type WireWithdrawal } from "@/lib/api";
import {
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { AppError } from "@/lib/kit";
import { announce } from "./announce";
import { releaseHold } from "./holds";
import { auditWithdrawal, readWithdrawal, viewOf } from "./internal";
import { changeWithdrawal } from "./rows";
import { judge } from "./state";

export interface RejectWithdrawalInput {
  readonly withdrawalId: string;
  readonly remarks: string | null;
}

/**
 * Turns a pending withdrawal down and gives back what it held; the webhook says so. Throws scope_missing,
 * not_found, invalid_state, request_in_progress.
 */
export async function rejectWithdrawal(
  ctx: Context,
  input: RejectWithdrawalInput,
  call?: IdempotentCall,
): Promise<WireWithdrawal> {
  requirePermission(ctx, "withdrawals:approve");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const before = await readWithdrawal(tx, merchantId, input.withdrawalId, "update");
    if (call) await claimKey(ctx, tx, call, before.id);
    const state = judge(before.state, "reject");
    if (state === null) throw new AppError("invalid_state", { public: TEXTS.notRejectable });
    const row = await changeWithdrawal(tx, before, {
      state,
      processedAt: ctx.now(),
      remarks: input.remarks,
    });
    await releaseHold(tx, row);
    await auditWithdrawal(ctx, tx, row, "withdrawal.rejected", { remarks: input.remarks });
    await announce(ctx, tx, row, "rejected");
    return viewOf(row);
  });
}
