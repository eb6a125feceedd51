import { type Context, transact } from "@/lib/command";
import type { signingRequests, Tx } from "@/lib/db";
import { assert, present } from "@/lib/kit";
import { listAttempts } from "@/lib/outgoing";
import { announce } from "@/lib/payouts/announce";
import { releaseHold, settleHold } from "@/lib/payouts/holds";
import { auditWithdrawal } from "@/lib/payouts/internal";
import { changeWithdrawal, lockWithdrawal } from "@/lib/payouts/rows";
import type { WithdrawalRow } from "@/lib/records";
import { type Attempt, type LadderStep, nextStep } from "./state";
import { findPayingWallet } from "./wallet";

export const PAYMENT_PURPOSES = ["withdrawal", "withdrawal_cancel"] as const;
const LONGEST_REASON = 300;

/** The attempts of a withdrawal, as the ladder sees them. */
export function attemptsOf(rows: readonly (typeof signingRequests.$inferSelect)[]): Attempt[] {
  return rows.map((row) => {
    const { purpose } = row;
    assert(purpose === "withdrawal" || purpose === "withdrawal_cancel", `a ${purpose} pays nobody`);
    return { ...row, purpose };
  });
}

/** What comes next for a withdrawal under its lock; null when another worker took the step that was expected. */
export async function stepUnderLock(
  tx: Tx,
  seen: WithdrawalRow,
): Promise<{ readonly row: WithdrawalRow; readonly step: LadderStep } | null> {
  const row = await lockWithdrawal(tx, seen);
  if (!row || (row.state !== "sent" && row.state !== "included")) return null;
  const attempts = attemptsOf(await listAttempts(tx, PAYMENT_PURPOSES, [row.id]));
  return { row, step: nextStep({ ...row, state: row.state }, attempts) };
}

/**
 * Takes a step that needs no node: writes it down, tells of it, books it. One transaction; false when it is taken
 * already, or, of one that a receipt was read for, another transaction has paid meanwhile.
 */
export async function takeStep(
  ctx: Context,
  seen: WithdrawalRow,
  kind: "note" | "include" | "settle" | "fail" | "abandon",
  paidBy?: string,
): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const now = await stepUnderLock(tx, seen);
    if (now?.step.kind !== kind) return false;
    const { row, step } = now;
    if (paidBy !== undefined && "txHash" in step && step.txHash !== paidBy) return false;
    switch (step.kind) {
      case "note":
        await changeWithdrawal(tx, row, { txHash: step.txHash, includedHeight: step.height });
        return true;
      case "include":
        await include(ctx, tx, row, step);
        return true;
      case "settle":
        await settle(ctx, tx, row, step.txHash);
        return true;
      case "fail":
      case "abandon":
        await fail(ctx, tx, row, step.reason);
        return true;
      default:
        return false;
    }
  });
}

async function include(
  ctx: Context,
  tx: Tx,
  before: WithdrawalRow,
  { txHash, height }: { readonly txHash: string; readonly height: number | null },
): Promise<void> {
  const at = before.completedAt ?? ctx.now();
  const row = await changeWithdrawal(tx, before, {
    state: "included",
    txHash,
    includedHeight: height,
    completedAt: at,
    processedAt: at,
    blockedReason: null,
    retryAt: null,
  });
  await announce(ctx, tx, row, "completed");
  await auditWithdrawal(ctx, tx, row, `${row.type}.completed`, { txHash });
}

async function settle(ctx: Context, tx: Tx, before: WithdrawalRow, txHash: string): Promise<void> {
  const wallet = await findPayingWallet(tx, before.network, before.merchantId);
  const row = await changeWithdrawal(tx, before, {
    state: "settled",
    settledAt: ctx.now(),
    blockedReason: null,
    retryAt: null,
  });
  await settleHold(tx, row, present(wallet, "the merchant's wallet").address);
  await auditWithdrawal(ctx, tx, row, `${row.type}.settled`, { txHash });
}

/** Ends a withdrawal that no transaction can pay any more, in the caller's transaction and under its lock: the hold goes back. */
export async function fail(
  ctx: Context,
  tx: Tx,
  before: WithdrawalRow,
  reason: string,
): Promise<void> {
  assert(before.completedAt === null, `withdrawal ${before.id} was told as completed`);
  const row = await changeWithdrawal(tx, before, {
    state: "failed",
    reason: reason.slice(0, LONGEST_REASON),
    processedAt: ctx.now(),
    blockedReason: null,
    retryAt: null,
  });
  await releaseHold(tx, row);
  await announce(ctx, tx, row, "failed");
  await auditWithdrawal(ctx, tx, row, `${row.type}.failed`, { reason: row.reason });
}
