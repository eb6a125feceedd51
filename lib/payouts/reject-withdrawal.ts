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
import { DECIDED, requireWaiting } from "./approve-request";
import { releaseHold } from "./holds";
import { auditWithdrawal, readWithdrawal, viewOf } from "./internal";
import { changeWithdrawal } from "./rows";
import { judge } from "./state";

export interface RejectWithdrawalInput {
  readonly withdrawalId: string;
  /** Why; a person must say. */
  readonly remarks: string | null;
}

const MAX_REASON = 1_000;

/**
 * Turns a pending withdrawal down and gives back what it held; the webhook says so. A person gives a reason, may turn
 * down a colleague's payout as well (nobody is told of one that never was), and is told who was first. Throws
 * scope_missing, not_found, validation_failed, invalid_state, request_in_progress.
 */
export async function rejectWithdrawal(
  ctx: Context,
  input: RejectWithdrawalInput,
  call?: IdempotentCall,
): Promise<WireWithdrawal> {
  requirePermission(ctx, "withdrawals:approve");
  const merchantId = merchantOf(ctx);
  const person = ctx.actor.kind === "user";
  const remarks = person ? readReason(input.remarks) : input.remarks;
  return transact(ctx, async (tx) => {
    const types = person ? DECIDED : undefined;
    const before = await readWithdrawal(tx, merchantId, input.withdrawalId, "update", types);
    if (call) await claimKey(ctx, tx, call, before.id);
    if (person) await requireWaiting(tx, before, TEXTS.notRejectable);
    const state = judge(before.state, "reject");
    if (state === null) throw new AppError("invalid_state", { public: TEXTS.notRejectable });
    const row = await changeWithdrawal(tx, before, { state, processedAt: ctx.now(), remarks });
    await releaseHold(tx, row);
    await auditWithdrawal(ctx, tx, row, `${row.type}.rejected`, { remarks });
    if (row.type === "withdrawal") await announce(ctx, tx, row, "rejected");
    return viewOf(row);
  });
}

function readReason(given: string | null): string {
  const reason = (given ?? "").replaceAll("\0", "").trim();
  if (reason === "" || reason.length > MAX_REASON) {
    const message = `must say why, in at most ${MAX_REASON} characters`;
    throw new AppError("validation_failed", { details: [{ path: "remarks", message }] });
  }
  return reason;
}
