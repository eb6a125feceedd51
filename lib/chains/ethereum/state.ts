import { z } from "zod";
import type { NodeClient } from "@/lib/chains/node-client";
import type { Address, SignedTx, TxState } from "@/lib/chains/port";
import { readHeader } from "./blocks";
import { readReceipt } from "./receipts";
import { rpc } from "./rpc";
import { count, toQuantity } from "./wire";

/**
 * What one node knows of a transaction. The final nonce is read before the receipt: a transaction mined between the two
 * is then found, never taken for dead.
 */
export async function readState(
  node: NodeClient,
  chain: { readonly token: Address; readonly confirmations: number },
  tx: SignedTx,
): Promise<TxState> {
  if (tx.nonce === null) throw new TypeError("an Ethereum transaction has a nonce");
  const latest = await readHeader(node, "latest");
  const finalHeight = Math.max(0, (latest?.number ?? 0) - (chain.confirmations - 1));
  const params = [`0x${tx.from}`, toQuantity(finalHeight)];
  const finalNonce = await rpc(node, "eth_getTransactionCount", params, count);
  const receipt = await readReceipt(node, chain, tx.txHash);
  if (receipt) return { kind: "mined", receipt };
  if (finalNonce > tx.nonce) return { kind: "dead", reason: "nonce-used" };
  const found = await rpc(node, "eth_getTransactionByHash", [`0x${tx.txHash}`], z.unknown());
  return { kind: found ? "pending" : "unknown" };
}
