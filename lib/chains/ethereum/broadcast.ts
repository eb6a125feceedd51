import { z } from "zod";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { BroadcastResult, SignedTx } from "@/lib/chains/port";
import { RpcError, rpc } from "./rpc";

/** Sends the stored bytes; sending them again is harmless. */
export async function broadcast(node: NodeClient, tx: SignedTx): Promise<BroadcastResult> {
  try {
    const hash = await rpc(node, "eth_sendRawTransaction", [`0x${tx.raw}`], z.string());
    if (hash.toLowerCase() === `0x${tx.txHash}`) return { kind: "accepted" };
    throw new NodeFailure("answered with another hash", "answer");
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    if (error.kind === "refused") throw error;
    return explain(node, tx, error.text);
  }
}

async function explain(node: NodeClient, tx: SignedTx, text: string): Promise<BroadcastResult> {
  if (/already known|already imported|known transaction|already in/i.test(text)) {
    return { kind: "already-known" };
  }
  if (/nonce too low|nonce.*already used/i.test(text) && (await isKnown(node, tx))) {
    return { kind: "already-known" };
  }
  return { kind: "rejected", message: text, ...verdict(text) };
}

/** Texts of geth, Nethermind, Erigon, reth and anvil. What is not listed is tried again: the bytes stay the same. */
function verdict(text: string): { retry: "never" | "rebuild" | "later"; code: string } {
  if (/nonce too low|nonce.*already used/i.test(text))
    return { retry: "rebuild", code: "NONCE_USED" };
  if (/replacement.*underpriced|replace existing/i.test(text)) {
    return { retry: "rebuild", code: "REPLACEMENT_UNDERPRICED" };
  }
  if (/insufficient funds/i.test(text)) return { retry: "later", code: "INSUFFICIENT_FUNDS" };
  if (/underpriced|less than block base fee|fee too low/i.test(text)) {
    return { retry: "later", code: "UNDERPRICED" };
  }
  if (/intrinsic gas|exceeds block gas limit|gas limit too (high|low)/i.test(text)) {
    return { retry: "never", code: "GAS" };
  }
  if (/chain ?id|invalid sender|invalid signature|decode|rlp|not supported/i.test(text)) {
    return { retry: "never", code: "INVALID" };
  }
  return { retry: "later", code: "REFUSED" };
}

async function isKnown(node: NodeClient, tx: SignedTx): Promise<boolean> {
  const found = await rpc(node, "eth_getTransactionByHash", [`0x${tx.txHash}`], z.unknown());
  return found !== null && found !== undefined;
}
