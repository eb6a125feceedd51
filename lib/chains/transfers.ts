import { units } from "@/lib/kit";
import { toAddress, word } from "./hex";
import type { Address, AnyTransfer, TokenTransfer } from "./port";

/** keccak256("Transfer(address,address,uint256)") */
export const TRANSFER_TOPIC = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
/** First four bytes of keccak256("transfer(address,uint256)") */
const TRANSFER_SELECTOR = "a9059cbb";

/** A log as both chains know it: lower-case hex without prefixes. */
export interface BareLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

const PADDED_ADDRESS = /^0{24}([0-9a-f]{40})$/;
const CALL = /^a9059cbb0{24}([0-9a-f]{40})([0-9a-f]{64})$/;

/** Reads a positive Transfer of exactly this contract; null for every other log, also a misshapen one. */
export function readTransfer(
  log: BareLog,
  token: Address,
): Pick<TokenTransfer, "from" | "to" | "value"> | null {
  if (log.address !== token) return null;
  const transfer = readAnyTransfer(log);
  if (!transfer || transfer.value === 0n) return null;
  return { from: transfer.from, to: transfer.to, value: units(transfer.value) };
}

/** Reads a Transfer of whatever contract; null for every other log, also a misshapen one. */
export function readAnyTransfer(log: BareLog): AnyTransfer | null {
  if (!/^[0-9a-f]{40}$/.test(log.address) || log.topics.length !== 3) return null;
  if (log.topics[0] !== TRANSFER_TOPIC || !/^[0-9a-f]{64}$/.test(log.data)) return null;
  const from = PADDED_ADDRESS.exec(log.topics[1] ?? "")?.[1];
  const to = PADDED_ADDRESS.exec(log.topics[2] ?? "")?.[1];
  if (!from || !to) return null;
  const value = BigInt(`0x${log.data}`);
  return { contract: toAddress(log.address), from: toAddress(from), to: toAddress(to), value };
}

/** Call data of transfer(to, value). */
export function encodeTransferCall(to: Address, value: bigint): string {
  return `${TRANSFER_SELECTOR}${to.padStart(64, "0")}${word(value)}`;
}

/** Reads call data of transfer(to, value) and nothing longer or shorter; null for anything else. */
export function decodeTransferCall(data: string): { to: Address; value: bigint } | null {
  const match = CALL.exec(data);
  if (!match?.[1] || !match[2]) return null;
  return { to: toAddress(match[1]), value: BigInt(`0x${match[2]}`) };
}
