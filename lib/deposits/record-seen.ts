import { eq, sql } from "drizzle-orm";
import type { Address, ChainAdapter } from "@/lib/chains";
import type { Context } from "@/lib/command";
import { chainTransfers, deposits, type Tx } from "@/lib/db";
import { markDetected } from "@/lib/invoices";
import { newId } from "@/lib/kit";
import type { Hit } from "./cursor";

/**
 * Writes down a transfer that pays us as seen, once per (network, hash, index of the log). One that a
 * reorganisation had taken away and that is back counts again, in its new block.
 */
export async function recordSeen(
  ctx: Context,
  tx: Tx,
  adapter: ChainAdapter,
  hit: Hit,
): Promise<void> {
  const { transfer, block } = hit;
  const ownerId = hit.ownerKind === "merchant" ? newId() : hit.ownerId;
  const place = {
    height: block.height,
    blockHash: block.hash,
    blockTime: block.time,
  };
  const paid = {
    fromAddress: transfer.from,
    toAddress: transfer.to,
    amountUnits: transfer.value,
    merchantId: hit.merchantId,
    ownerKind: hit.ownerKind,
  };
  // A top-up keeps the record that it had.
  const ownerOf = sql`case when ${chainTransfers.ownerKind} = 'merchant' and ${chainTransfers.toAddress} = excluded.to_address
    then ${chainTransfers.ownerId} else excluded.owner_id end`;
  const [row] = await tx
    .insert(chainTransfers)
    .values({
      network: adapter.network,
      txHash: transfer.txHash,
      logIndex: transfer.logIndex,
      ...place,
      ...paid,
      state: "seen",
      ownerId,
      firstSeenAt: ctx.now(),
    })
    .onConflictDoUpdate({
      target: [chainTransfers.network, chainTransfers.txHash, chainTransfers.logIndex],
      // In another block the same call may do something else: everything is read anew.
      set: { ...place, ...paid, ownerId: ownerOf, state: "seen" },
      setWhere: eq(chainTransfers.state, "orphaned"),
    })
    .returning();
  if (!row) return;
  if (row.ownerKind === "invoice" && row.ownerId !== null) {
    await markDetected(ctx, tx, { merchantId: row.merchantId, invoiceId: row.ownerId });
  }
  if (row.ownerKind === "merchant" && row.ownerId !== null) {
    await recordTopUp(ctx, tx, adapter, row, row.ownerId);
  }
}

/** Money that someone sends to a merchant's own wallet is a deposit record of its own. */
async function recordTopUp(
  ctx: Context,
  tx: Tx,
  adapter: ChainAdapter,
  row: typeof chainTransfers.$inferSelect,
  id: string,
): Promise<void> {
  await tx
    .insert(deposits)
    .values({
      merchantId: row.merchantId,
      id,
      kind: "top_up",
      network: row.network,
      walletAddress: adapter.formatAddress(row.toAddress as Address),
      txHash: row.txHash,
      logIndex: row.logIndex,
      amountUnits: row.amountUnits,
      status: "initiated",
      createdAt: ctx.now(),
      detectedAt: ctx.now(),
    })
    .onConflictDoUpdate({
      target: [deposits.merchantId, deposits.network, deposits.txHash, deposits.logIndex],
      set: {
        id,
        walletAddress: adapter.formatAddress(row.toAddress as Address),
        amountUnits: row.amountUnits,
        status: "initiated",
        reason: null,
      },
      setWhere: sql`${deposits.reason} = 'reorganised'`,
    });
}
