import { keccak_256 } from "@noble/hashes/sha3.js";
import { hexToBytes } from "@/lib/chains/hex";
import { type BareLog, TRANSFER_TOPIC } from "@/lib/chains/transfers";

/** The three bits of an item in a 2048-bit bloom (yellow paper, 4.3.1): 11 bits from each of the first three pairs of its keccak. */
function bitsOf(item: string): readonly number[] {
  const digest = keccak_256(hexToBytes(item));
  return [0, 2, 4].map((i) => (((digest[i] ?? 0) << 8) | (digest[i + 1] ?? 0)) & 2047);
}

function setBits(bloom: Uint8Array, bits: readonly number[]): void {
  for (const bit of bits) {
    const index = 255 - (bit >> 3);
    bloom[index] = (bloom[index] ?? 0) | (1 << (bit & 7));
  }
}

function hasBits(bloom: Uint8Array, bits: readonly number[]): boolean {
  return bits.every((bit) => ((bloom[255 - (bit >> 3)] ?? 0) & (1 << (bit & 7))) !== 0);
}

/** Whether a block with that bloom may hold a Transfer of the contract; false is a proof that it does not. */
export function mayHoldTransfer(logsBloom: string, token: string): boolean {
  const bloom = hexToBytes(logsBloom);
  return hasBits(bloom, bitsOf(token)) && hasBits(bloom, bitsOf(TRANSFER_TOPIC));
}

/** Whether these are logs that give exactly that bloom: none left out, none made up (but for chance collisions). */
export function explainsBloom(logsBloom: string, logs: readonly BareLog[]): boolean {
  const made = new Uint8Array(256);
  for (const item of new Set(logs.flatMap((log) => [log.address, ...log.topics]))) {
    setBits(made, bitsOf(item));
  }
  return Buffer.from(made).equals(hexToBytes(logsBloom));
}
