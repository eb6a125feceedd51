import { keccak_256 } from "@noble/hashes/sha3.js";
import { formatAddress, type HexAddress } from "./addresses";
import type { Block } from "./block-index";
import { bytesToHex } from "./bytes";
import { findContract } from "./ledger";
import type { AbiEntryValue } from "./messages";
import type { StateReader } from "./store";
import type { VmLog } from "./vm";

/** An event as TronGrid tells it. */
export interface GridEvent {
  readonly block_number: number;
  readonly block_timestamp: number;
  readonly caller_contract_address: string;
  readonly contract_address: string;
  readonly event_index: number;
  readonly event_name: string;
  readonly result: Record<string, string>;
  readonly result_type: Record<string, string>;
  readonly event: string;
  readonly transaction_id: string;
  readonly _unconfirmed?: true;
}

const ABI_EVENT = 3;

function topicOf({ name, inputs }: AbiEntryValue): string {
  const signature = `${name}(${(inputs ?? []).map((input) => input.type)})`;
  return bytesToHex(keccak_256(new TextEncoder().encode(signature)));
}

function wordText(type: string, word: string): string {
  if (type === "address") return `0x${word.slice(24)}`;
  if (type === "bool") return BigInt(`0x${word}`) === 0n ? "false" : "true";
  return /^u?int/.test(type) ? BigInt(`0x${word}`).toString() : word;
}

/** Values by position and by name. Types that do not fit into a word stay as they are. */
function decodeLog(abi: AbiEntryValue, log: VmLog) {
  const result: Record<string, string> = {};
  const types: Record<string, string> = {};
  const topics = log.topics.slice(1);
  let offset = 0;
  for (const [index, { name = "", type = "", indexed }] of (abi.inputs ?? []).entries()) {
    const word = indexed ? (topics.shift() ?? "") : log.data.slice(offset, offset + 64);
    if (!indexed) offset += 64;
    const value = wordText(type, word || "0".repeat(64));
    result[index] = value;
    result[name] = value;
    types[name] = type;
  }
  return { result, types };
}

function eventSignature(abi: AbiEntryValue): string {
  const inputs = (abi.inputs ?? []).map(({ name, type, indexed }) => {
    return `${type}${indexed ? " indexed" : ""} ${name}`;
  });
  return `${abi.name}(${inputs.join(", ")})`;
}

/** All events of a block; those of contracts without an ABI have no name. */
export function eventsOf(block: Block, state: StateReader, solid: number): GridEvent[] {
  return block.included.flatMap(({ info }) =>
    (info.log ?? []).map((log, index) => {
      const address = `41${log.address}` as HexAddress;
      const known = findContract(state, address)?.abi ?? [];
      const abi = known.find(
        (entry) => entry.type === ABI_EVENT && topicOf(entry) === log.topics[0],
      );
      const decoded = abi ? decodeLog(abi, log) : { result: {}, types: {} };
      return {
        block_number: block.number,
        block_timestamp: block.time,
        caller_contract_address: formatAddress(address),
        contract_address: formatAddress(address),
        event_index: index,
        event_name: abi?.name ?? "",
        result: decoded.result,
        result_type: decoded.types,
        event: abi ? eventSignature(abi) : "",
        transaction_id: info.id,
        ...(block.number > solid ? { _unconfirmed: true as const } : {}),
      };
    }),
  );
}
