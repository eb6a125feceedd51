import { ChainUnavailableError } from "./errors";
import { type NodeClient, NodeFailure } from "./node-client";
import type { Receipt, TxLook, TxState } from "./port";
import type { NodePool } from "./transport";

/**
 * What several nodes say together of one transaction. A single node may make a thing "seen", but final and dead,
 * the two words that move money, need every node that can answer.
 */
export const agreeOn = {
  /** Throws ChainUnavailableError when final receipts contradict each other. */
  async receipt(
    pool: NodePool,
    read: (node: NodeClient) => Promise<Receipt | null>,
  ): Promise<Receipt | null> {
    return mergeReceipts(await pool.runEach(read));
  },

  async state(pool: NodePool, read: (node: NodeClient) => Promise<TxState>): Promise<TxState> {
    const opinions = await pool.runEach(read);
    const receipt = mergeReceipts(opinions.map((o) => (o.kind === "mined" ? o.receipt : null)));
    if (receipt) return { kind: "mined", receipt };
    const [first] = opinions;
    if (first?.kind === "dead" && opinions.every((o) => o.kind === "dead")) return first;
    return { kind: opinions.some((o) => o.kind === "pending") ? "pending" : "unknown" };
  },
  /** The best that any node knows; final only by all that answer, at the fewest confirmations. */
  async look(pool: NodePool, read: (node: NodeClient) => Promise<TxLook>): Promise<TxLook> {
    const opinions = await pool.runEach((node) => asStrangers(() => read(node)));
    const mined = opinions.filter((opinion) => opinion.kind === "mined");
    const [first] = mined;
    if (!first) {
      return { kind: opinions.some((o) => o.kind === "pending") ? "pending" : "unknown" };
    }
    return {
      ...first,
      confirmations: Math.min(...mined.map((opinion) => opinion.confirmations)),
      final: mined.length === opinions.length && mined.every((opinion) => opinion.final),
    };
  },
};

/**
 * A stranger chooses what is asked about: an answer that makes no sense must not make the node rest, which deposits and
 * payouts need.
 */
async function asStrangers<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const senseless = error instanceof NodeFailure && error.kind === "answer";
    throw senseless ? new NodeFailure(error.message, "question") : error;
  }
}

function mergeReceipts(opinions: readonly (Receipt | null)[]): Receipt | null {
  const known = opinions.filter((receipt) => receipt !== null);
  const [first] = known;
  if (!first) return null;
  const final = known.length === opinions.length && known.every((receipt) => receipt.final);
  if (final && new Set(known.map(fingerprint)).size > 1) {
    throw new ChainUnavailableError("nodes contradict each other about a final transaction");
  }
  return { ...first, final };
}

function fingerprint({ status, block, transfers }: Receipt): string {
  const moves = transfers.map((t) => [t.txHash, t.logIndex, t.from, t.to, t.value.toString()]);
  return JSON.stringify([status, block.height, block.hash, moves]);
}
