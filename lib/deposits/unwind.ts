import { and, eq, gt } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { chainBlocks, chainCursors, chainTransfers, deposits, type Tx } from "@/lib/db";
import { unmarkDetected } from "@/lib/invoices";
import { assert, type NetworkId, present } from "@/lib/kit";
import type { Cursor, StoredBlock } from "./cursor";

/**
 * Goes back to the common ancestor: what was only seen above it never happened. When money that was final
 * lies above it, or no common ancestor is known, nothing is undone: the network is halted and an operator told.
 */
export async function unwind(
  ctx: Context,
  network: NetworkId,
  cursor: Cursor,
  ancestor: StoredBlock | null,
): Promise<Cursor> {
  return transact(ctx, async (tx) => {
    const { finalHeight } = await lockCursor(tx, cursor);
    const lost = await finalTransfersAbove(tx, network, ancestor?.height ?? -1);
    if (ancestor === null || lost > 0) {
      const reason =
        ancestor === null
          ? "the chain was reorganised deeper than the blocks we keep"
          : `a reorganisation took ${lost} final transfer(s) away`;
      return halt(ctx, tx, cursor, reason);
    }
    const orphaned = await orphanAbove(tx, network, ancestor.height);
    await tx
      .delete(chainBlocks)
      .where(and(eq(chainBlocks.network, network), gt(chainBlocks.height, ancestor.height)));
    // Final is what is read and final: no timer ends by blocks that are no longer there.
    const isFinalGone = ancestor.height < finalHeight;
    const [row] = await tx
      .update(chainCursors)
      .set({
        height: ancestor.height,
        hash: ancestor.hash,
        blockTime: ancestor.blockTime,
        ...(isFinalGone ? { finalHeight: ancestor.height, finalTime: ancestor.blockTime } : {}),
      })
      .where(eq(chainCursors.network, network))
      .returning();
    assert(row, `the cursor of ${network} is gone`);
    ctx.log.warn(
      { network, from: cursor.height, to: ancestor.height, orphaned },
      "the chain was reorganised",
    );
    return row;
  });
}

/** Nothing is scanned or booked until this ends. Fails when the cursor is not where it was read. */
async function lockCursor(tx: Tx, cursor: Cursor): Promise<Cursor> {
  const [row] = await tx
    .select()
    .from(chainCursors)
    .where(eq(chainCursors.network, cursor.network))
    .for("update");
  assert(
    row?.height === cursor.height && row.hash === cursor.hash,
    `the cursor of ${cursor.network} moved under this unwinding`,
  );
  return row;
}

async function finalTransfersAbove(tx: Tx, network: NetworkId, height: number): Promise<number> {
  const rows = await tx
    .select({ hash: chainTransfers.txHash })
    .from(chainTransfers)
    .where(
      and(
        eq(chainTransfers.network, network),
        gt(chainTransfers.height, height),
        eq(chainTransfers.state, "final"),
      ),
    )
    .limit(1000);
  return rows.length;
}

async function orphanAbove(tx: Tx, network: NetworkId, height: number): Promise<number> {
  const rows = await tx
    .update(chainTransfers)
    .set({ state: "orphaned" })
    .where(
      and(
        eq(chainTransfers.network, network),
        gt(chainTransfers.height, height),
        eq(chainTransfers.state, "seen"),
      ),
    )
    .returning();
  for (const row of rows) {
    if (row.ownerId === null) continue;
    const owner = { merchantId: row.merchantId, invoiceId: row.ownerId };
    if (row.ownerKind === "invoice") await unmarkDetected(tx, owner);
    if (row.ownerKind !== "invoice") {
      await tx
        .update(deposits)
        .set({ status: "failed", reason: "reorganised" })
        .where(
          and(
            eq(deposits.merchantId, row.merchantId),
            eq(deposits.id, row.ownerId),
            eq(deposits.status, "initiated"),
          ),
        );
    }
  }
  return rows.length;
}

async function halt(ctx: Context, tx: Tx, cursor: Cursor, reason: string): Promise<Cursor> {
  const [row] = await tx
    .update(chainCursors)
    .set({ haltedReason: reason })
    .where(eq(chainCursors.network, cursor.network))
    .returning();
  await audit(ctx, tx, {
    merchantId: null,
    action: "network.halted",
    subjectKind: "network",
    subjectId: cursor.network,
    data: { reason },
  });
  ctx.log.error({ network: cursor.network, reason }, "crediting is halted on this network");
  return present(row, "the cursor");
}
