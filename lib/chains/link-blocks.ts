import { ChainMovedError } from "./errors";
import type { BlockRef } from "./port";

/** Throws ChainMovedError unless each block is the child of the one before it. */
export function linkBlocks(blocks: readonly BlockRef[]): void {
  for (const [index, block] of blocks.entries()) {
    const parent = blocks[index - 1];
    if (parent && (block.parentHash !== parent.hash || block.height !== parent.height + 1)) {
      throw new ChainMovedError(`block ${block.height} is not the child of ${parent.hash}`);
    }
  }
}
