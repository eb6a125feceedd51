import { ChainMismatchError } from "./errors";
import type { NodeClient } from "./node-client";
import type { NodePool } from "./transport";

export interface Check {
  readonly identify: (node: NodeClient) => Promise<void>;
  readonly readDecimals: (node: NodeClient) => Promise<number | null>;
  /** The contract as people write it. */
  readonly token: string;
}

/** Demands of every node that can answer the right chain and a USDT of six decimals. Throws ChainMismatchError. */
export async function checkNodes(pool: NodePool, check: Check): Promise<void> {
  await pool.demandEach(async (node) => {
    await check.identify(node);
    if ((await check.readDecimals(node)) !== 6) {
      throw new ChainMismatchError(`${check.token} is no token of six decimals`);
    }
  });
}
