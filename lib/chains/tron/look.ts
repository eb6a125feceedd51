import type { NodeClient } from "@/lib/chains/node-client";
import type { Hash, TxLook } from "@/lib/chains/port";
import { readAnyTransfer } from "@/lib/chains/transfers";
import { readMined } from "./receipts";
import { isPending } from "./state";
import { succeeded } from "./transfers";

/** What one node knows of any transaction. TRC-10 and TRX leave no log, so they are no token transfers. */
export async function readLook(node: NodeClient, txHash: Hash): Promise<TxLook> {
  const mined = await readMined(node, txHash);
  if (!mined) return { kind: (await isPending(node, txHash)) ? "pending" : "unknown" };
  const { info, block, confirmations, final } = mined;
  const ok = succeeded(info);
  return {
    kind: "mined",
    status: ok ? "success" : "reverted",
    block: { height: block.height, hash: block.hash, time: block.time },
    confirmations,
    final,
    transfers: ok ? info.log.flatMap((log) => readAnyTransfer(log) ?? []) : [],
  };
}
