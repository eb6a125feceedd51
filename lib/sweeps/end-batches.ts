import { and, asc, eq } from "drizzle-orm";
import type { ChainAdapter, Hash, Receipt } from "@/lib/chains";
import { audit, type Context, transact } from "@/lib/command";
import { type BatchState, sweepBatches, sweeps } from "@/lib/db";
import { present } from "@/lib/kit";
import { eachOfMany, findLatestRequest } from "@/lib/outgoing";
import { BLOCKED } from "./reasons";
import { bookSweep, receivedBy } from "./settle-sweep";
import { lockSweep, type SweepRow, updateSweep } from "./write-sweep";

type BatchRow = typeof sweepBatches.$inferSelect;

const AT_ONCE = 100;

/** Follows the batches that are under way; answers how many ended. One that fails delays no other. */
export async function endBatches(ctx: Context, adapter: ChainAdapter): Promise<number> {
  const rows = await ctx.db.orm
    .select()
    .from(sweepBatches)
    .where(and(eq(sweepBatches.network, adapter.network), eq(sweepBatches.state, "sending")))
    .orderBy(asc(sweepBatches.createdAt))
    .limit(AT_ONCE);
  return eachOfMany(rows, (row) => endBatch(ctx, adapter, row));
}

async function endBatch(ctx: Context, adapter: ChainAdapter, batch: BatchRow): Promise<boolean> {
  const request = present(await findLatestRequest(ctx, "sweep_batch", batch.id), "the batch");
  switch (request.state) {
    case "final":
      return settleBatch(ctx, adapter, batch, present(request.txHash, "its hash"));
    case "dead":
      // It can never be mined any more and moved nothing: its sweeps are free to be batched again.
      return giveUp(ctx, batch, { plainOnly: false });
    case "reverted":
    case "refused":
      return giveUp(ctx, batch, { plainOnly: true });
    default:
      return false;
  }
}

/** Every member settles by its own transfer in the final receipt; one without goes the plain way. */
async function settleBatch(
  ctx: Context,
  adapter: ChainAdapter,
  batch: BatchRow,
  txHash: string,
): Promise<boolean> {
  const receipt = await adapter.receipt(txHash as Hash);
  if (!receipt?.final || receipt.status !== "success") return false;
  for (const row of await listMembers(ctx, batch)) await endMember(ctx, row, txHash, receipt);
  return end(ctx, batch, "settled");
}

async function endMember(
  ctx: Context,
  row: SweepRow,
  txHash: string,
  receipt: Receipt,
): Promise<void> {
  const received = receivedBy(receipt, row);
  if (received > 0n) await bookSweep(ctx, row, { txHash, received });
  else await replan(ctx, row, { plainOnly: true, reason: BLOCKED.batchFailed });
}

async function giveUp(
  ctx: Context,
  batch: BatchRow,
  { plainOnly }: { readonly plainOnly: boolean },
): Promise<boolean> {
  for (const row of await listMembers(ctx, batch)) {
    await replan(ctx, row, { plainOnly, reason: null });
  }
  return end(ctx, batch, "failed");
}

/** Those that are still in it: after a crash some have left already. */
function listMembers(ctx: Context, batch: BatchRow): Promise<SweepRow[]> {
  return ctx.db.orm
    .select()
    .from(sweeps)
    .where(
      and(
        eq(sweeps.merchantId, batch.merchantId),
        eq(sweeps.batchId, batch.id),
        eq(sweeps.state, "batched"),
      ),
    );
}

function replan(
  ctx: Context,
  row: SweepRow,
  facts: { readonly plainOnly: boolean; readonly reason: string | null },
): Promise<void> {
  return transact(ctx, async (tx) => {
    if (!(await lockSweep(tx, row))) return;
    await updateSweep(tx, row, {
      state: "planned",
      batchId: null,
      method: null,
      plainOnly: facts.plainOnly,
      blockedReason: facts.reason,
    });
    await audit(ctx, tx, {
      merchantId: row.merchantId,
      action: "sweep.planned",
      subjectKind: "sweep",
      subjectId: row.id,
      data: { batch: row.batchId, reason: facts.reason },
    });
  });
}

/** Last of all, so that whoever is killed before finds the batch again. */
function end(ctx: Context, batch: BatchRow, state: BatchState): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const ended = await tx
      .update(sweepBatches)
      .set({ state, endedAt: ctx.now() })
      .where(
        and(
          eq(sweepBatches.merchantId, batch.merchantId),
          eq(sweepBatches.id, batch.id),
          eq(sweepBatches.state, "sending"),
        ),
      )
      .returning({ id: sweepBatches.id });
    if (ended.length === 0) return false;
    await audit(ctx, tx, {
      merchantId: batch.merchantId,
      action: `sweep_batch.${state}`,
      subjectKind: "sweep_batch",
      subjectId: batch.id,
      data: { network: batch.network },
    });
    return true;
  });
}
