import { and, eq, lt, sql } from "drizzle-orm";
import { matchAddresses } from "@/lib/addresses";
import type { ChainAdapter, Heads, ScannedBlock, TokenTransfer } from "@/lib/chains";
import { type Context, transact } from "@/lib/command";
import { chainBlocks, chainCursors, type Tx } from "@/lib/db";
import { assert, type NetworkId, present } from "@/lib/kit";
import { recordSeen } from "./record-seen";

export type Cursor = typeof chainCursors.$inferSelect;
export type StoredBlock = typeof chainBlocks.$inferSelect;

/** Blocks that are kept below the final height, to find a common ancestor in. */
const KEPT_BLOCKS = 512;

/** The block we hold at that height; null when it was never read or is forgotten. */
export async function findStoredBlock(
  ctx: Context,
  network: NetworkId,
  height: number,
): Promise<StoredBlock | null> {
  const [row] = await ctx.db.orm
    .select()
    .from(chainBlocks)
    .where(and(eq(chainBlocks.network, network), eq(chainBlocks.height, height)));
  return row ?? null;
}

/** The first scan of a network begins at its final block: none of our addresses is older. */
export async function startCursor(
  ctx: Context,
  adapter: ChainAdapter,
  heads: Heads,
): Promise<Cursor> {
  const identity = await adapter.selfCheck();
  const { final, latest } = heads;
  return transact(ctx, async (tx) => {
    await tx
      .insert(chainCursors)
      .values({
        network: adapter.network,
        identity,
        height: final.height,
        hash: final.hash,
        blockTime: final.time,
        latestHeight: latest.height,
        finalHeight: final.height,
        finalTime: final.time,
        scannedAt: ctx.now(),
      })
      .onConflictDoNothing();
    await tx
      .insert(chainBlocks)
      .values({
        network: adapter.network,
        height: final.height,
        hash: final.hash,
        parentHash: final.parentHash,
        blockTime: final.time,
      })
      .onConflictDoNothing();
    const [row] = await tx
      .select()
      .from(chainCursors)
      .where(eq(chainCursors.network, adapter.network));
    return present(row, "the new cursor");
  });
}

/** Takes blocks in: their transfers to us as "seen", the blocks, and the cursor, or nothing at all. */
export async function recordBlocks(
  ctx: Context,
  adapter: ChainAdapter,
  cursor: Cursor,
  blocks: readonly ScannedBlock[],
  heads: Heads,
): Promise<Cursor> {
  const last = present(blocks.at(-1), "a block");
  return transact(ctx, async (tx) => {
    const final = await advance(ctx, tx, cursor, blocks, heads);
    await tx.insert(chainBlocks).values(
      blocks.map((block) => ({
        network: adapter.network,
        height: block.height,
        hash: block.hash,
        parentHash: block.parentHash,
        blockTime: block.time,
      })),
    );
    for (const hit of await findHits(tx, adapter.network, blocks)) {
      await recordSeen(ctx, tx, adapter, hit);
    }
    await tx
      .delete(chainBlocks)
      .where(
        and(
          eq(chainBlocks.network, adapter.network),
          lt(chainBlocks.height, final.height - KEPT_BLOCKS),
        ),
      );
    return {
      ...cursor,
      height: last.height,
      hash: last.hash,
      blockTime: last.time,
      finalHeight: final.height,
      finalTime: final.time,
    };
  });
}

/** Moves the cursor, but only from where it was read: another worker that was faster wins. */
async function advance(
  ctx: Context,
  tx: Tx,
  cursor: Cursor,
  blocks: readonly ScannedBlock[],
  heads: Heads,
): Promise<{ height: number; time: Date }> {
  const last = present(blocks.at(-1), "a block");
  const final = await finalSoFar(tx, cursor, blocks, heads);
  const moved = await tx
    .update(chainCursors)
    .set({
      height: last.height,
      hash: last.hash,
      blockTime: last.time,
      latestHeight: heads.latest.height,
      finalHeight: final.height,
      finalTime: final.time,
      scannedAt: ctx.now(),
    })
    .where(
      and(
        eq(chainCursors.network, cursor.network),
        eq(chainCursors.height, cursor.height),
        eq(chainCursors.hash, cursor.hash),
      ),
    )
    .returning({ network: chainCursors.network });
  assert(moved.length === 1, `the cursor of ${cursor.network} moved under this scan`);
  return final;
}

/** The highest block that is both read and final. Only an unwinding lowers it. */
async function finalSoFar(
  tx: Tx,
  cursor: Cursor,
  blocks: readonly ScannedBlock[],
  heads: Heads,
): Promise<{ height: number; time: Date }> {
  const last = blocks.at(-1)?.height ?? cursor.height;
  const height = Math.min(heads.final.height, last);
  if (height <= cursor.finalHeight) return { height: cursor.finalHeight, time: cursor.finalTime };
  const fresh = blocks.find((block) => block.height === height);
  if (fresh) return { height, time: fresh.time };
  const [stored] = await tx
    .select({ time: chainBlocks.blockTime })
    .from(chainBlocks)
    .where(and(eq(chainBlocks.network, cursor.network), eq(chainBlocks.height, height)));
  return { height, time: present(stored, `block ${height}`).time };
}

/** Nothing new to read: heads and finality may have moved all the same. */
export async function touchCursor(
  ctx: Context,
  network: NetworkId,
  cursor: Cursor,
  heads: Heads,
): Promise<void> {
  await transact(ctx, async (tx) => {
    const final = await finalSoFar(tx, cursor, [], heads);
    await tx
      .update(chainCursors)
      .set({
        latestHeight: heads.latest.height,
        finalHeight: sql`greatest(${chainCursors.finalHeight}, ${final.height})`,
        finalTime: sql`greatest(${chainCursors.finalTime}, ${final.time.toISOString()}::timestamptz)`,
        scannedAt: ctx.now(),
      })
      .where(
        and(
          eq(chainCursors.network, network),
          eq(chainCursors.height, cursor.height),
          eq(chainCursors.hash, cursor.hash),
        ),
      );
  });
}

export interface Hit {
  readonly block: ScannedBlock;
  readonly transfer: TokenTransfer;
  readonly merchantId: string;
  readonly ownerKind: "invoice" | "user" | "merchant";
  readonly ownerId: string | null;
}

/** The transfers that pay us, from outside: one query for all recipients, one for the senders of the hits. */
async function findHits(
  tx: Tx,
  network: NetworkId,
  blocks: readonly ScannedBlock[],
): Promise<readonly Hit[]> {
  const all = blocks.flatMap((block) => block.transfers.map((transfer) => ({ block, transfer })));
  if (all.length === 0) return [];
  const ours = await matchAddresses(tx, network, [...new Set(all.map((t) => t.transfer.to))]);
  const hits = all.filter((t) => ours.has(t.transfer.to));
  if (hits.length === 0) return [];
  const senders = await matchAddresses(tx, network, [...new Set(hits.map((t) => t.transfer.from))]);
  return hits.flatMap(({ block, transfer }): Hit[] => {
    const { merchantId, ownerKind, ownerId } = present(ours.get(transfer.to), "the owner");
    if (merchantId === null || ownerKind === null || ownerKind === "gas") return [];
    return senders.has(transfer.from) ? [] : [{ block, transfer, merchantId, ownerKind, ownerId }];
  });
}
