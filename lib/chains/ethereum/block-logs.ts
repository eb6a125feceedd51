import { z } from "zod";
import { ChainMovedError } from "@/lib/chains/errors";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import { explainsBloom } from "./bloom";
import { RpcError, rpc } from "./rpc";
import {
  blockReceiptSchema,
  type Header,
  logSchema,
  type WireBlockReceipt,
  type WireLog,
} from "./wire";

/** Nodes that don't know eth_getBlockReceipts; remembered while the node's client lives. */
const withoutReceipts = new WeakSet<NodeClient>();

/**
 * Every log of a block, of whatever contract, in one call: without the others a log's index inside its transaction
 * could not be told. Throws ChainMovedError when the block is gone, NodeFailure when the logs don't fit its header.
 */
export async function readBlockLogs(node: NodeClient, header: Header): Promise<readonly WireLog[]> {
  const logs = await readFromReceipts(node, header);
  const found = logs ?? (await readPlainLogs(node, header));
  if (found.some((log) => log.blockHash !== header.hash || log.removed === true)) {
    throw new ChainMovedError(`logs of another block than ${header.hash}`);
  }
  if (!explainsBloom(header.logsBloom, found)) {
    throw new NodeFailure(`logs that don't fit the bloom of block ${header.number}`, "answer");
  }
  return found;
}

/** Null when the node has no such method. */
async function readFromReceipts(node: NodeClient, header: Header): Promise<WireLog[] | null> {
  if (withoutReceipts.has(node)) return null;
  try {
    const schema = z.array(blockReceiptSchema).nullable();
    const receipts = await rpc(node, "eth_getBlockReceipts", [`0x${header.hash}`], schema);
    if (!receipts) throw new ChainMovedError(`block ${header.hash} is gone`);
    checkReceipts(receipts, header);
    return receipts.flatMap((receipt) => (receipt.status === "0x1" ? receipt.logs : []));
  } catch (error) {
    if (!(error instanceof RpcError) || !isUnknownMethod(error)) throw error;
    withoutReceipts.add(node);
    return null;
  }
}

async function readPlainLogs(node: NodeClient, header: Header): Promise<WireLog[]> {
  try {
    const filter = { blockHash: `0x${header.hash}` };
    return await rpc(node, "eth_getLogs", [filter], z.array(logSchema));
  } catch (error) {
    const gone = error instanceof RpcError && /unknown block|not found/i.test(error.text);
    throw gone ? new ChainMovedError(`block ${header.hash} is gone`) : error;
  }
}

/** One receipt per transaction of the header, in its order, with logs of its own alone. */
function checkReceipts(receipts: readonly WireBlockReceipt[], header: Header): void {
  if (receipts.some((receipt) => receipt.blockHash !== header.hash)) {
    throw new ChainMovedError(`receipts of another block than ${header.hash}`);
  }
  const complete =
    receipts.length === header.transactions.length &&
    receipts.every(
      ({ transactionHash: own, logs }, i) =>
        own === header.transactions[i] && logs.every((log) => log.transactionHash === own),
    );
  if (!complete) {
    throw new NodeFailure(`receipts don't fit block ${header.number}`, "answer");
  }
}

function isUnknownMethod(error: RpcError): boolean {
  return error.code === -32601 || /method.*(not found|not (supported|available))/i.test(error.text);
}
