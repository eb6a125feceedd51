import { sha256 } from "@noble/hashes/sha2.js";
import { createBase58check } from "@scure/base";
import { InvalidAddressError, ZeroAddressError } from "@/lib/chains/errors";
import { bytesToHex, hexToBytes, toAddress } from "@/lib/chains/hex";
import type { Address, Hash } from "@/lib/chains/port";

const base58check = createBase58check(sha256);
const PREFIX = 0x41;

/** Reads the Base58Check form T… alone. Throws InvalidAddressError, for the zero address too. */
export function parseAddress(text: string): Address {
  if (!/^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(text)) {
    throw new InvalidAddressError("not T and 33 characters of Base58");
  }
  let bytes: Uint8Array;
  try {
    bytes = base58check.decode(text);
  } catch {
    throw new InvalidAddressError("the checksum is wrong");
  }
  if (bytes.length !== 21 || bytes[0] !== PREFIX) {
    throw new InvalidAddressError("not an account of Tron");
  }
  if (bytes.subarray(1).every((byte) => byte === 0)) {
    throw new ZeroAddressError("the zero address belongs to nobody");
  }
  return toAddress(bytesToHex(bytes.subarray(1)));
}

/** T… with its checksum. */
export function formatAddress(address: Address): string {
  return base58check.encode(hexToBytes(toWire(address)));
}

export function formatHash(hash: Hash): string {
  return hash;
}

/** The 21 bytes that Tron's protocol knows an account by, as hex. */
export function toWire(address: Address): string {
  return `41${address}`;
}
