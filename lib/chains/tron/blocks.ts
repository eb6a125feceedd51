import { ChainMovedError } from "@/lib/chains/errors";
import { linkBlocks } from "@/lib/chains/link-blocks";
import { mapLimited } from "@/lib/chains/map-limited";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address, Heads, ScannedBlock } from "@/lib/chains/port";
import { ask, type View } from "./api";
import { readTransfers } from "./transfers";
import { type Header, headerSchema, type Info, infosSchema } from "./wire";

const BLOCKS_AT_ONCE = 4;

/** The header at a height, or the newest one of that view; null when the node has none. */
export function readHeader(
  node: NodeClient,
  view: View,
  at: number | "latest",
): Promise<Header | null> {
  const body = at === "latest" ? { detail: false } : { id_or_num: String(at), detail: false };
  return ask(node, view, "getblock", body, headerSchema);
}

/** The newest header of that view. */
export async function readHead(node: NodeClient, view: View): Promise<Header> {
  const head = await readHeader(node, view, "latest");
  if (!head) throw new NodeFailure("no newest block", "answer");
  return head;
}

/** The newest and the newest solid block. */
export async function readHeads(node: NodeClient): Promise<Heads> {
  const [latest, final] = await Promise.all([
    readHead(node, "wallet"),
    readHead(node, "walletsolidity"),
  ]);
  return { latest, final };
}

/**
 * Two calls a block, and one more for a range that is not solid yet: Tron's receipts are asked for by number, so only the
 * last header, unchanged after they were read and linked to all before it, proves that they belong to these blocks.
 */
export async function readBlocks(
  node: NodeClient,
  token: Address,
  range: { readonly from: number; readonly to: number; readonly solidHeight: number },
): Promise<readonly ScannedBlock[]> {
  const { from, to, solidHeight } = range;
  const heights = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const headers = await mapLimited(heights, BLOCKS_AT_ONCE, (at) => demandHeader(node, at));
  linkBlocks(headers);
  const blocks = await mapLimited(headers, BLOCKS_AT_ONCE, async (header) => {
    const infos = await readInfos(node, header);
    const { height, hash, parentHash, time } = header;
    return { height, hash, parentHash, time, transfers: readTransfers(infos, token) };
  });
  const last = headers.at(-1);
  if (last && to > solidHeight && (await demandHeader(node, to)).hash !== last.hash) {
    throw new ChainMovedError(`block ${to} is another one now`);
  }
  return blocks;
}

async function demandHeader(node: NodeClient, height: number): Promise<Header> {
  const header = await readHeader(node, "wallet", height);
  if (!header) throw new ChainMovedError(`there is no block ${height} any more`);
  if (header.height !== height) throw new NodeFailure("another block than asked", "answer");
  return header;
}

async function readInfos(node: NodeClient, header: Header): Promise<readonly Info[]> {
  const { height } = header;
  // What stands in block 0 was never executed and has no receipts.
  if (header.empty || height === 0) return [];
  const method = "gettransactioninfobyblocknum";
  const infos = await ask(node, "wallet", method, { num: height }, infosSchema);
  if (infos.length === 0 || infos.some((info) => info.blockNumber !== height)) {
    throw new NodeFailure(`receipts don't fit block ${height}`, "answer");
  }
  return infos;
}
