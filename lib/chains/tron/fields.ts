import { UnknownPayloadError } from "@/lib/chains/errors";
import { bytesToHex, toAddress } from "@/lib/chains/hex";
import type { Address } from "@/lib/chains/port";

/** Reads an address as transactions hold it: 0x41 and the account. Throws UnknownPayloadError. */
export function readAddress(bytes: Uint8Array | undefined): Address {
  if (bytes?.length !== 21 || bytes[0] !== 0x41) {
    throw new UnknownPayloadError("an address is not one of Tron");
  }
  return toAddress(bytesToHex(bytes.subarray(1)));
}

/** A field that must be there. Throws UnknownPayloadError. */
export function demand<T>(value: T | undefined): T {
  if (value === undefined) throw new UnknownPayloadError("a field is missing");
  return value;
}
