import { z } from "zod";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address, Hash, SignedTx, TxState } from "@/lib/chains/port";
import { ask } from "./api";
import { readHead } from "./blocks";
import { readReceipt } from "./receipts";

const pendingSchema = z.object({ txID: z.string().optional() });

/**
 * What one node knows of a transaction. The solid head is read first: a block later than the expiry takes the transaction
 * no more (java-tron compares it with the time of the block before), so if the solid chain lacks it then, it is dead.
 */
export async function readState(node: NodeClient, token: Address, tx: SignedTx): Promise<TxState> {
  if (tx.expiresAt === null) throw new TypeError("a Tron transaction has an expiry");
  const solid = await readHead(node, "walletsolidity");
  const receipt = await readReceipt(node, token, tx.txHash);
  if (receipt) return { kind: "mined", receipt };
  if (solid.time > tx.expiresAt) return { kind: "dead", reason: "expired" };
  return { kind: (await isPending(node, tx.txHash)) ? "pending" : "unknown" };
}

/** Public providers hide their pool; then nothing is known of it. */
export async function isPending(node: NodeClient, txHash: Hash): Promise<boolean> {
  const body = { value: txHash };
  try {
    const found = await ask(node, "wallet", "gettransactionfrompending", body, pendingSchema);
    return found.txID !== undefined;
  } catch (error) {
    if (error instanceof NodeFailure && error.kind !== "connection") return false;
    throw error;
  }
}
