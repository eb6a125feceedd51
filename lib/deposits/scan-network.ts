import { eq } from "drizzle-orm";
import { type ChainAdapter, ChainMovedError, type Heads, type ScannedBlock } from "@/lib/chains";
import { type Context, requirePermission } from "@/lib/command";
import { chainCursors } from "@/lib/db";
import { present } from "@/lib/kit";
import { type Cursor, findStoredBlock, recordBlocks, startCursor, touchCursor } from "./cursor";
import { unwind } from "./unwind";

/** Blocks that one database transaction takes in. */
const CHUNK = 25;
/** Blocks that one call reads at most, so that the loops stay responsive while catching up. */
const BLOCKS_PER_SCAN = 500;

export interface ScanResult {
  readonly latestHeight: number;
  readonly scannedHeight: number;
  /** A credited transfer vanished: nothing more is credited or signed here until the operator resumes. */
  readonly halted: string | null;
}

/**
 * Reads a network from the cursor to its head: transfers, "seen" marks and cursor in one transaction per
 * chunk. What a reorganisation undid is unwound first. The number of node calls depends on blocks alone.
 */
export async function scanNetwork(ctx: Context, adapter: ChainAdapter): Promise<ScanResult> {
  requirePermission(ctx, "jobs");
  const heads = await adapter.heads();
  let cursor = (await findCursor(ctx, adapter)) ?? (await startCursor(ctx, adapter, heads));
  if (cursor.haltedReason !== null) return resultOf(heads, cursor);
  const rewound = await rewindIfMoved(ctx, adapter, cursor, heads);
  if (rewound.haltedReason !== null) return resultOf(heads, rewound);
  cursor = rewound;
  const end = Math.min(heads.latest.height, cursor.height + BLOCKS_PER_SCAN);
  while (cursor.height < end) {
    const blocks = await readNext(adapter, cursor, end);
    if (blocks === null) break;
    cursor = await recordBlocks(ctx, adapter, cursor, blocks, heads);
  }
  if (cursor.height >= heads.latest.height) await touchCursor(ctx, adapter.network, cursor, heads);
  return resultOf(heads, cursor);
}

function resultOf(heads: Heads, cursor: Cursor): ScanResult {
  return {
    latestHeight: heads.latest.height,
    scannedHeight: cursor.height,
    halted: cursor.haltedReason,
  };
}

async function findCursor(ctx: Context, adapter: ChainAdapter): Promise<Cursor | null> {
  const [row] = await ctx.db.orm
    .select()
    .from(chainCursors)
    .where(eq(chainCursors.network, adapter.network));
  return row ?? null;
}

/** The next blocks, or null when the chain moved while they were read: the next scan starts over. */
async function readNext(
  adapter: ChainAdapter,
  cursor: Cursor,
  end: number,
): Promise<readonly ScannedBlock[] | null> {
  try {
    const blocks = await adapter.readBlocks(
      cursor.height + 1,
      Math.min(end, cursor.height + CHUNK),
    );
    return blocks.length > 0 && blocks[0]?.parentHash === cursor.hash ? blocks : null;
  } catch (error) {
    if (error instanceof ChainMovedError) return null;
    throw error;
  }
}

/** Compares what we hold with the node's chain and unwinds to the common ancestor when they differ. */
async function rewindIfMoved(
  ctx: Context,
  adapter: ChainAdapter,
  cursor: Cursor,
  heads: Heads,
): Promise<Cursor> {
  const common = Math.min(cursor.height, heads.latest.height);
  const ours = await findStoredBlock(ctx, adapter.network, common);
  const theirs = common === heads.latest.height ? heads.latest : await adapter.block(common);
  // A node that is merely behind, or whose history ends where ours is unknown, tells us nothing.
  if (!ours || !theirs || ours.hash === theirs.hash) return cursor;
  for (let height = common - 1; height >= 0; height -= 1) {
    const stored = await findStoredBlock(ctx, adapter.network, height);
    if (!stored) return unwind(ctx, adapter.network, cursor, null);
    const canonical = present(await adapter.block(height), `block ${height}`);
    if (canonical.hash === stored.hash) return unwind(ctx, adapter.network, cursor, stored);
  }
  return unwind(ctx, adapter.network, cursor, null);
}
