import { ChainMovedError } from "@/lib/chains/errors";
import { linkBlocks } from "@/lib/chains/link-blocks";
import { mapLimited } from "@/lib/chains/map-limited";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address, ScannedBlock, TokenTransfer } from "@/lib/chains/port";
import { readBlockLogs } from "./block-logs";
import { mayHoldTransfer } from "./bloom";
import { rpc, rpcBatch, settle } from "./rpc";
import { readTransfers } from "./transfers";
import { type Header, headerSchema, toBlockRef, toQuantity } from "./wire";

/** A header with its transactions' hashes is some 15 kB. */
const HEADERS_AT_ONCE = 25;
const BLOCKS_AT_ONCE = 4;

/** The header at a height or tag, null when the node has none. */
export function readHeader(node: NodeClient, at: number | "latest"): Promise<Header | null> {
  const height = at === "latest" ? at : toQuantity(at);
  return rpc(node, "eth_getBlockByNumber", [height, false], headerSchema);
}

/** At most two calls a block, one where the header's bloom rules a transfer out. */
export async function readBlocks(
  node: NodeClient,
  token: Address,
  from: number,
  to: number,
): Promise<readonly ScannedBlock[]> {
  const headers = await readHeaders(node, from, to);
  linkBlocks(headers.map(toBlockRef));
  return mapLimited(headers, BLOCKS_AT_ONCE, async (header) => ({
    ...toBlockRef(header),
    transfers: await readTransfersOf(node, token, header),
  }));
}

async function readTransfersOf(
  node: NodeClient,
  token: Address,
  header: Header,
): Promise<TokenTransfer[]> {
  if (!mayHoldTransfer(header.logsBloom, token)) return [];
  const logs = await readBlockLogs(node, header);
  return readTransfers(logs, token);
}

async function readHeaders(node: NodeClient, from: number, to: number): Promise<Header[]> {
  const headers: Header[] = [];
  for (let start = from; start <= to; start += HEADERS_AT_ONCE) {
    const end = Math.min(start + HEADERS_AT_ONCE - 1, to);
    headers.push(...(await readHeaderRange(node, start, end)));
  }
  return headers;
}

/** Halves the range when the node finds it too much. */
async function readHeaderRange(node: NodeClient, from: number, to: number): Promise<Header[]> {
  try {
    const heights = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const answers = await askHeaders(node, heights);
    return answers.map((header, i) => demandHeader(header, from + i));
  } catch (error) {
    const smaller = error instanceof NodeFailure && error.kind !== "connection";
    if (!smaller || from === to) throw error;
    const middle = Math.floor((from + to) / 2);
    const lower = await readHeaderRange(node, from, middle);
    return [...lower, ...(await readHeaderRange(node, middle + 1, to))];
  }
}

async function askHeaders(
  node: NodeClient,
  heights: readonly number[],
): Promise<(Header | null)[]> {
  const [only, ...more] = heights;
  if (only !== undefined && more.length === 0) return [await readHeader(node, only)];
  const method = "eth_getBlockByNumber";
  const requests = heights.map((h) => ({ method, params: [toQuantity(h), false] }));
  const answers = await rpcBatch(node, requests);
  return answers.map((answer) => settle(answer, headerSchema, method));
}

function demandHeader(header: Header | null, height: number): Header {
  if (!header) throw new ChainMovedError(`there is no block ${height} any more`);
  if (header.number !== height) throw new NodeFailure("another block than asked", "answer");
  return header;
}
