import { keccak_256 } from "@noble/hashes/sha3.js";
import { InvalidAddressError, ZeroAddressError } from "@/lib/chains/errors";
import { bytesToHex, toAddress } from "@/lib/chains/hex";
import type { Address, Hash } from "@/lib/chains/port";

const ZERO = "0".repeat(40);

/** Reads 0x and 40 hex digits; mixed case must carry the EIP-55 checksum. Throws InvalidAddressError, for the zero address too. */
export function parseAddress(text: string): Address {
  const digits = /^0x([0-9a-fA-F]{40})$/.exec(text)?.[1];
  if (!digits) throw new InvalidAddressError("not 0x and 40 hex digits");
  const lower = digits.toLowerCase();
  const mixed = digits !== lower && digits !== digits.toUpperCase();
  if (mixed && withChecksum(lower) !== text) {
    throw new InvalidAddressError("the checksum is wrong");
  }
  if (lower === ZERO) throw new ZeroAddressError("the zero address belongs to nobody");
  return toAddress(lower);
}

/** 0x… with its EIP-55 checksum. */
export function formatAddress(address: Address): string {
  return withChecksum(address);
}

export function formatHash(hash: Hash): string {
  return `0x${hash}`;
}

/** A letter is a capital where the hash of the digits says so (EIP-55). */
function withChecksum(lower: string): string {
  const hash = bytesToHex(keccak_256(new TextEncoder().encode(lower)));
  const digits = [...lower].map((digit, at) =>
    Number.parseInt(hash.charAt(at), 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${digits.join("")}`;
}
