import { keccak_256 } from "@noble/hashes/sha3.js";
import { addressBytes, type HexAddress } from "./addresses";
import { address, hex, integer, text } from "./args";
import { concatBytes, parseHex, textToHex } from "./bytes";
import { createdAddress, failureText } from "./contracts-vm";
import type { Handler, Query } from "./http-read";
import { transactionJson } from "./json";
import { findContract } from "./ledger";
import { buildTransaction, type Transaction } from "./transaction";
import type { VmResult } from "./vm";

/** What a call without a transaction may use. */
const CALL_ENERGY = 10_000_000;

/** The call data of a request: given whole, or as a signature with encoded arguments. */
export function callData({ args }: Query): Uint8Array {
  const signature = text(args, "function_selector");
  if (signature === "") return hex(args, "data");
  const selector = keccak_256(new TextEncoder().encode(signature)).subarray(0, 4);
  return concatBytes(selector, parseHex(text(args, "parameter")));
}

export function triggerOf(query: Query): Transaction {
  const { chain, args } = query;
  const callValue = integer(args, "call_value");
  const feeLimit = integer(args, "fee_limit");
  const value = {
    owner_address: addressBytes(address(args, "owner_address")),
    contract_address: addressBytes(address(args, "contract_address")),
    call_value: callValue,
    data: callData(query),
  };
  const permissionId = Number(integer(args, "Permission_id"));
  const envelope = { ...chain.envelope(), fee_limit: feeLimit, permissionId };
  return buildTransaction("TriggerSmartContract", value, envelope);
}

export const noContract = {
  result: {
    code: "CONTRACT_VALIDATE_ERROR",
    message: textToHex("Contract validate error : Smart contract is not exist."),
  },
};

export function targetOf({ args, state }: Query): HexAddress | null {
  const target = address(args, "contract_address");
  return findContract(state, target) ? target : null;
}

async function simulate(query: Query, to: HexAddress | null): Promise<VmResult> {
  const { chain, args, top } = query;
  const from = address(args, "owner_address");
  const tx = to ? null : creationOf(query);
  return chain.simulate(top, {
    from,
    to: to ?? createdAddress(tx ?? triggerOf(query)),
    creates: to === null,
    data: callData(query),
    value: integer(args, "call_value"),
    energyLimit: CALL_ENERGY,
  });
}

/** Stands for the deployment that a call without a contract asks about. */
function creationOf({ chain, args }: Query): Transaction {
  const owner = addressBytes(address(args, "owner_address"));
  const value = { owner_address: owner, new_contract: { origin_address: owner } };
  return buildTransaction("CreateSmartContract", value, chain.envelope());
}

async function constantCall(query: Query): Promise<unknown> {
  const isDeployment = text(query.args, "contract_address") === "";
  const to = isDeployment ? null : targetOf(query);
  if (!isDeployment && !to) return noContract;
  const { failure, energy, penalty, output, logs } = await simulate(query, to);
  const tx = isDeployment ? creationOf(query) : triggerOf(query);
  return {
    result: { result: true, ...(failure ? { message: textToHex(failureText(failure)) } : {}) },
    energy_used: energy,
    ...(penalty > 0 ? { energy_penalty: penalty } : {}),
    constant_result: [output],
    ...(logs.length > 0 ? { logs } : {}),
    transaction: {
      ret: [failure ? { ret: "FAILED" } : {}],
      visible: query.visible,
      ...transactionJson(tx, query.visible),
    },
  };
}

async function estimate(query: Query): Promise<unknown> {
  const to = targetOf(query);
  if (!to) return noContract;
  const { failure, energy } = await simulate(query, to);
  if (!failure) return { result: { result: true }, energy_required: energy };
  const message = textToHex(failureText(failure));
  return { result: { code: "CONTRACT_EXE_ERROR", message } };
}

/** Calls that leave nothing behind, on the head's state or the newest solid block's. */
export const callHandlers: Readonly<Record<string, Handler>> = {
  triggerconstantcontract: constantCall,
  estimateenergy: estimate,
};
