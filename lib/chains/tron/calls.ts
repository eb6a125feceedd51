import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address } from "@/lib/chains/port";
import { type Units, units } from "@/lib/kit";
import { toWire } from "./addresses";
import { ask, readMessage, type View } from "./api";
import { constantCallSchema } from "./wire";

export interface ConstantCall {
  readonly energy: number;
  /** What it returned, or the bytes of its revert; hex. */
  readonly data: string;
  /** Why it failed, null when it did not. */
  readonly failure: string | null;
}

/** Runs a function of the contract without a transaction. */
export async function callToken(
  node: NodeClient,
  token: Address,
  call: { from: Address; function: string; parameter: string; view?: View },
): Promise<ConstantCall> {
  const body = {
    owner_address: toWire(call.from),
    contract_address: toWire(token),
    function_selector: call.function,
    parameter: call.parameter,
  };
  const view = call.view ?? "wallet";
  const answer = await ask(node, view, "triggerconstantcontract", body, constantCallSchema);
  const { code, message } = answer.result;
  return {
    energy: answer.energy_used,
    data: answer.constant_result[0] ?? "",
    failure: readMessage(message) || code || null,
  };
}

/** Micro-USDT of an account in that view. */
export async function readTokenBalance(
  node: NodeClient,
  token: Address,
  owner: Address,
  view: View,
): Promise<Units> {
  const parameter = owner.padStart(64, "0");
  const call = { from: owner, function: "balanceOf(address)", parameter, view };
  const { data, failure } = await callToken(node, token, call);
  if (failure !== null || !/^[0-9a-f]{64}$/.test(data)) {
    throw new NodeFailure(`balanceOf: ${failure ?? "not a word"}`, "answer");
  }
  return units(BigInt(`0x${data}`));
}

/** A yes-or-no of the contract; no when it has no such function. */
export async function readTokenFlag(
  node: NodeClient,
  token: Address,
  name: string,
  account: Address,
): Promise<boolean> {
  const parameter = name.endsWith("()") ? "" : account.padStart(64, "0");
  const { data, failure } = await callToken(node, token, {
    from: account,
    function: name,
    parameter,
  });
  return failure === null && data.length === 64 && BigInt(`0x${data}`) === 1n;
}

/** Decimals as the contract says, null when there is none at that address. */
export async function readDecimals(node: NodeClient, token: Address): Promise<number | null> {
  const call = { from: token, function: "decimals()", parameter: "" };
  const { data, failure } = await callToken(node, token, call);
  return failure === null && data.length === 64 ? Number(BigInt(`0x${data}`)) : null;
}
