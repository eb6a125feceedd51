import type { NodeClient } from "@/lib/chains/node-client";
import { NodeFailure } from "@/lib/chains/node-client";
import type { Address } from "@/lib/chains/port";
import { type Units, units } from "@/lib/kit";
import { RpcError, rpc } from "./rpc";
import { callResult, toQuantity } from "./wire";

const BALANCE_OF = "70a08231";
const DECIMALS = "313ce567";

async function call(
  node: NodeClient,
  token: Address,
  data: string,
  at: number | "latest",
): Promise<string> {
  const block = at === "latest" ? at : toQuantity(at);
  const request = { to: `0x${token}`, data: `0x${data}` };
  return rpc(node, "eth_call", [request, block], callResult);
}

/** Micro-USDT of an account at a height. */
export async function readTokenBalance(
  node: NodeClient,
  token: Address,
  owner: Address,
  at: number | "latest",
): Promise<Units> {
  const data = `${BALANCE_OF}${owner.padStart(64, "0")}`;
  const answer = await call(node, token, data, at);
  if (answer.length !== 64) throw new NodeFailure("balanceOf: not a word", "answer");
  return units(BigInt(`0x${answer}`));
}

/** A yes-or-no of the contract; no when it has no such function. */
export async function readTokenFlag(
  node: NodeClient,
  token: Address,
  selector: string,
  account?: Address,
): Promise<boolean> {
  try {
    const data = `${selector}${account?.padStart(64, "0") ?? ""}`;
    const answer = await call(node, token, data, "latest");
    return answer.length === 64 && BigInt(`0x${answer}`) === 1n;
  } catch (error) {
    if (error instanceof RpcError) return false;
    throw error;
  }
}

/** Decimals as the contract says, null when there is none at that address. */
export async function readDecimals(node: NodeClient, token: Address): Promise<number | null> {
  try {
    const answer = await call(node, token, DECIMALS, "latest");
    return answer.length === 64 ? Number(BigInt(`0x${answer}`)) : null;
  } catch (error) {
    if (error instanceof RpcError && error.code === 3) return null;
    throw error;
  }
}
