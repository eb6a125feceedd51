import type { z } from "zod";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address, Hash, Receipt } from "@/lib/chains/port";
import { rpc, rpcBatch, settle } from "./rpc";
import { readTransfers } from "./transfers";
import { type Header, headerSchema, receiptSchema, toQuantity, type WireReceipt } from "./wire";

/** Null unless the transaction is in a block that the node holds for canonical. */
export async function readReceipt(
  node: NodeClient,
  chain: { readonly token: Address; readonly confirmations: number },
  txHash: Hash,
): Promise<Receipt | null> {
  const mined = await readMined(node, txHash, receiptSchema);
  return mined && toReceipt(mined.receipt, chain, mined.confirmations);
}

type Placed = Pick<WireReceipt, "transactionHash" | "blockHash" | "blockNumber">;
interface Mined<R> {
  readonly receipt: R;
  readonly header: Header;
  readonly confirmations: number;
}

/** The receipt with its block, null unless the node holds that block for canonical. */
export async function readMined<R extends Placed>(
  node: NodeClient,
  txHash: Hash,
  schema: z.ZodType<R>,
): Promise<Mined<R> | null> {
  const asked = [`0x${txHash}`];
  const receipt = await rpc(node, "eth_getTransactionReceipt", asked, schema.nullable());
  if (!receipt) return null;
  if (receipt.transactionHash !== txHash) throw new NodeFailure("another receipt", "answer");
  const [header, latest] = await readHeaderAndHead(node, receipt.blockNumber);
  if (header?.hash !== receipt.blockHash || !latest) return null;
  return { receipt, header, confirmations: latest.number - receipt.blockNumber + 1 };
}

async function readHeaderAndHead(
  node: NodeClient,
  height: number,
): Promise<readonly [Header | null, Header | null]> {
  const method = "eth_getBlockByNumber";
  const [own, latest] = await rpcBatch(node, [
    { method, params: [toQuantity(height), false] },
    { method, params: ["latest", false] },
  ]);
  return [settle(own, headerSchema, method), settle(latest, headerSchema, method)];
}

function toReceipt(
  receipt: WireReceipt,
  chain: { readonly token: Address; readonly confirmations: number },
  confirmations: number,
): Receipt {
  const succeeded = receipt.status === "0x1";
  return {
    status: succeeded ? "success" : "reverted",
    block: { height: receipt.blockNumber, hash: receipt.blockHash },
    confirmations,
    final: confirmations >= chain.confirmations,
    feePaid: receipt.gasUsed * receipt.effectiveGasPrice,
    transfers: succeeded ? readTransfers(receipt.logs, chain.token) : [],
    reason: succeeded ? null : "REVERT",
  };
}
