import { and, eq } from "drizzle-orm";
import { type Tx, withdrawals } from "@/lib/db";
import { assert } from "@/lib/kit";
import type { WithdrawalRow } from "@/lib/records";

type Change = Partial<
  Pick<
    WithdrawalRow,
    | "state"
    | "reason"
    | "blockedReason"
    | "retryAt"
    | "txHash"
    | "includedHeight"
    | "remarks"
    | "approvedAt"
    | "processedAt"
    | "completedAt"
    | "settledAt"
  >
>;

/** A withdrawal as it stands now, locked for the rest of the transaction. */
export async function lockWithdrawal(
  tx: Tx,
  row: Pick<WithdrawalRow, "merchantId" | "id">,
): Promise<WithdrawalRow | null> {
  const [now] = await tx
    .select()
    .from(withdrawals)
    .where(and(eq(withdrawals.merchantId, row.merchantId), eq(withdrawals.id, row.id)))
    .for("update");
  return now ?? null;
}

/** Writes a change to a withdrawal whose lock the caller holds; a new state counts its revision up. */
export async function changeWithdrawal(
  tx: Tx,
  before: WithdrawalRow,
  change: Change,
): Promise<WithdrawalRow> {
  const isNewState = change.state !== undefined && change.state !== before.state;
  const [row] = await tx
    .update(withdrawals)
    .set({ ...change, revision: before.revision + (isNewState ? 1 : 0) })
    .where(
      and(
        eq(withdrawals.merchantId, before.merchantId),
        eq(withdrawals.id, before.id),
        eq(withdrawals.state, before.state),
        eq(withdrawals.revision, before.revision),
      ),
    )
    .returning();
  assert(row, `withdrawal ${before.id} changed under its lock`);
  return row;
}
