import { z } from "zod";
import type { NodeClient } from "@/lib/chains/node-client";
import type { Hash, TxLook } from "@/lib/chains/port";
import { readAnyTransfer } from "@/lib/chains/transfers";
import { readMined } from "./receipts";
import { rpc } from "./rpc";
import { lookReceiptSchema, toBlockRef } from "./wire";

/** What one node knows of any transaction. */
export async function readLook(node: NodeClient, needed: number, txHash: Hash): Promise<TxLook> {
  const mined = await readMined(node, txHash, lookReceiptSchema);
  if (!mined) {
    const found = await rpc(node, "eth_getTransactionByHash", [`0x${txHash}`], z.unknown());
    return { kind: found ? "pending" : "unknown" };
  }
  const { receipt, header, confirmations } = mined;
  const { height, hash, time } = toBlockRef(header);
  const succeeded = receipt.status === "0x1";
  return {
    kind: "mined",
    status: succeeded ? "success" : "reverted",
    block: { height, hash, time },
    confirmations,
    final: confirmations >= needed,
    transfers: succeeded ? receipt.logs.flatMap((log) => readAnyTransfer(log) ?? []) : [],
  };
}
