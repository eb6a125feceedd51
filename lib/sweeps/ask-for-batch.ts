import type { ChainAdapter, FeeQuote, Intent } from "@/lib/chains";
import { audit, type Context, transact } from "@/lib/command";
import { sweepBatches, sweepBatchMembers, type Tx } from "@/lib/db";
import { assert, newId, present } from "@/lib/kit";
import { GAS_PATH, prepareTransaction, requestSignature } from "@/lib/outgoing";
import { lockSweep, type SweepRow, updateSweep } from "./write-sweep";

export interface BatchPlan {
  /** In the order of the intent's members. */
  readonly rows: readonly SweepRow[];
  readonly intent: Intent;
  readonly quote: FeeQuote;
}

/**
 * Asks the signer for a batch, in the transaction that puts the sweeps into it. Answers how many; none if another
 * worker moved one of them meanwhile.
 */
export async function askForBatch(
  ctx: Context,
  adapter: ChainAdapter,
  plan: BatchPlan,
): Promise<number> {
  const { rows, intent, quote } = plan;
  const { merchantId, network, toAddress } = present(rows[0], "a sweep");
  const prepared = await prepareTransaction(adapter, intent, quote);
  return transact(ctx, async (tx) => {
    if (!(await lockAll(tx, rows))) return 0;
    const id = newId();
    await tx.insert(sweepBatches).values({
      merchantId,
      id,
      network,
      delegate: intent.to,
      toAddress,
      state: "sending",
      createdAt: ctx.now(),
    });
    await tx.insert(sweepBatchMembers).values(membersOf(plan, id));
    const path = GAS_PATH;
    const request = { purpose: "sweep_batch", causeId: id, merchantId, path } as const;
    await requestSignature(ctx, tx, adapter, request, prepared);
    for (const row of rows) {
      await updateSweep(tx, row, {
        state: "batched",
        batchId: id,
        method: "batch",
        attempt: row.attempt + 1,
        blockedReason: null,
        retryAt: null,
      });
    }
    await audit(ctx, tx, {
      merchantId,
      action: "sweep_batch.requested",
      subjectKind: "sweep_batch",
      subjectId: id,
      data: { network, members: rows.length },
    });
    return rows.length;
  });
}

/** In one order for everyone, so that two workers never wait for each other. */
async function lockAll(tx: Tx, rows: readonly SweepRow[]): Promise<boolean> {
  for (const row of [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!(await lockSweep(tx, row))) return false;
  }
  return true;
}

function membersOf({ rows, intent }: BatchPlan, batchId: string) {
  return rows.map((row, position) => {
    const member = present(intent.members?.[position], "the member");
    assert(member.address === row.fromAddress, "members stand in the order of their sweeps");
    return {
      merchantId: row.merchantId,
      batchId,
      position,
      sweepId: row.id,
      fromAddress: row.fromAddress,
      amountUnits: row.amountUnits,
      authorizes: member.authorizes,
    };
  });
}
