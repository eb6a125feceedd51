import { and, eq } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { sweeps, type Tx } from "@/lib/db";
import { assert, formatAmount } from "@/lib/kit";

export type SweepRow = typeof sweeps.$inferSelect;

export const RETRY_MS = 15_000;

/** Locks the row if it still stands as it was read; another worker may have moved it. */
export async function lockSweep(tx: Tx, row: SweepRow): Promise<boolean> {
  const [now] = await tx
    .select({ state: sweeps.state, attempt: sweeps.attempt })
    .from(sweeps)
    .where(and(eq(sweeps.merchantId, row.merchantId), eq(sweeps.id, row.id)))
    .for("update");
  return now?.state === row.state && now.attempt === row.attempt;
}

export async function updateSweep(
  tx: Tx,
  row: SweepRow,
  values: Partial<typeof sweeps.$inferInsert>,
): Promise<void> {
  const changed = await tx
    .update(sweeps)
    .set(values)
    .where(
      and(
        eq(sweeps.merchantId, row.merchantId),
        eq(sweeps.id, row.id),
        eq(sweeps.state, row.state),
      ),
    )
    .returning({ id: sweeps.id });
  assert(changed.length === 1, `sweep ${row.id} changed under its lock`);
}

export async function moveSweep(
  ctx: Context,
  row: SweepRow,
  state: SweepRow["state"],
  facts: { readonly reason: string | null; readonly retryAt: Date | null },
): Promise<boolean> {
  return transact(ctx, async (tx) => {
    if (!(await lockSweep(tx, row))) return false;
    await updateSweep(tx, row, { state, blockedReason: facts.reason, retryAt: facts.retryAt });
    await audit(ctx, tx, {
      merchantId: row.merchantId,
      action: `sweep.${state}`,
      subjectKind: "sweep",
      subjectId: row.id,
      data: { amount: formatAmount(row.amountUnits), reason: facts.reason },
    });
    return true;
  });
}

/** What can't be swept stays where it is, visible with the reason, and is tried again. */
export async function blockSweep(ctx: Context, row: SweepRow, reason: string): Promise<boolean> {
  ctx.log.warn({ sweep: row.id, network: row.network, reason }, "a sweep is blocked");
  await ctx.db.orm
    .update(sweeps)
    .set({ blockedReason: reason.slice(0, 300), retryAt: new Date(ctx.now().getTime() + RETRY_MS) })
    .where(
      and(
        eq(sweeps.merchantId, row.merchantId),
        eq(sweeps.id, row.id),
        eq(sweeps.state, row.state),
      ),
    );
  return false;
}
