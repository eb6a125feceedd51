import { ChainMovedError } from "@/lib/chains/errors";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { BlockRef, Hash, Heads } from "@/lib/chains/port";
import { readHeader } from "./blocks";
import { toBlockRef } from "./wire";

const REMEMBERED = 1024;

/** Blocks seen of late by their hash: a walk along parent hashes finds the final one without asking. */
export class RecentBlocks {
  private readonly byHash = new Map<Hash, BlockRef>();

  add(block: BlockRef): void {
    this.byHash.delete(block.hash);
    this.byHash.set(block.hash, block);
    const oldest = this.byHash.keys().next();
    if (this.byHash.size > REMEMBERED && !oldest.done) this.byHash.delete(oldest.value);
  }

  /** The ancestor of a block at that height, null when the line is not known without a gap. */
  ancestor(block: BlockRef, height: number): BlockRef | null {
    let at: BlockRef | undefined = block;
    while (at && at.height > height) at = this.byHash.get(at.parentHash);
    return at?.height === height ? at : null;
  }
}

/** The newest block and the highest that is deep enough: one call when the blocks between were read before, else two. */
export async function readHeads(
  node: NodeClient,
  confirmations: number,
  recent: RecentBlocks,
): Promise<Heads> {
  const header = await readHeader(node, "latest");
  if (!header) throw new NodeFailure("no latest block", "answer");
  const latest = toBlockRef(header);
  recent.add(latest);
  const height = Math.max(0, latest.height - (confirmations - 1));
  const known = recent.ancestor(latest, height);
  if (known) return { latest, final: known };
  const deep = await readHeader(node, height);
  if (!deep) throw new ChainMovedError(`there is no block ${height} any more`);
  const final = toBlockRef(deep);
  recent.add(final);
  return { latest, final };
}
