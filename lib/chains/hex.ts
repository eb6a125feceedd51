import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Address, Hash } from "./port";

export { bytesToHex, hexToBytes };

/** The hash of 64 hex digits, with or without 0x. */
export function toHash(text: string): Hash {
  const bare = text.replace(/^0x/, "").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(bare)) throw new TypeError("not a hash of 32 bytes");
  return bare as Hash;
}

/** The address of 40 lower-case hex digits. */
export function toAddress(bare: string): Address {
  if (!/^[0-9a-f]{40}$/.test(bare)) throw new TypeError("not an address of 20 bytes");
  return bare as Address;
}

/** A number as a 32-byte word of hex. */
export function word(value: bigint): string {
  return value.toString(16).padStart(64, "0");
}
