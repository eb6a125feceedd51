import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address, Hash, Receipt } from "@/lib/chains/port";
import { ask } from "./api";
import { readHead, readHeader } from "./blocks";
import { readTransfers, succeeded } from "./transfers";
import { type Header, type Info, maybeInfoSchema } from "./wire";

/** Null unless the transaction is in a block; `final` when the solid chain has it. */
export async function readReceipt(
  node: NodeClient,
  token: Address,
  txHash: Hash,
): Promise<Receipt | null> {
  const mined = await readMined(node, txHash);
  if (!mined) return null;
  const { info, block, confirmations, final } = mined;
  const ok = succeeded(info);
  return {
    status: ok ? "success" : "reverted",
    block: { height: block.height, hash: block.hash },
    confirmations,
    final,
    feePaid: info.fee,
    transfers: readTransfers([info], token),
    reason: ok ? null : (info.receipt.result ?? "FAILED"),
  };
}

interface Mined {
  readonly info: Info;
  readonly block: Header;
  readonly confirmations: number;
  readonly final: boolean;
}

/** What the node says of a transaction in a block; null unless there is such a block. */
export async function readMined(node: NodeClient, txHash: Hash): Promise<Mined | null> {
  const method = "gettransactioninfobyid";
  const body = { value: txHash };
  const solid = await ask(node, "walletsolidity", method, body, maybeInfoSchema);
  const info = solid ?? (await ask(node, "wallet", method, body, maybeInfoSchema));
  if (!info) return null;
  if (info.id !== txHash) throw new NodeFailure("another receipt", "answer");
  const [block, latest] = await Promise.all([
    readHeader(node, solid ? "walletsolidity" : "wallet", info.blockNumber),
    readHead(node, "wallet"),
  ]);
  if (!block) return null;
  const confirmations = Math.max(1, latest.height - block.height + 1);
  return { info, block, confirmations, final: solid !== null };
}
