import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

export { concatBytes } from "@noble/hashes/utils.js";
export { bytesToHex, hexToBytes };

/** A number as eight bytes, big end first. */
export function uint64Bytes(value: number): Uint8Array {
  return hexToBytes(value.toString(16).padStart(16, "0"));
}

/** The hex of a text's UTF-8 bytes: how a full node writes every message. */
export function textToHex(text: string): string {
  return Buffer.from(text, "utf8").toString("hex");
}

export function bytesToText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Bytes of a hex text with or without 0x. Throws on anything else. */
export function parseHex(text: string): Uint8Array {
  return hexToBytes(text.replace(/^0x/i, "").toLowerCase());
}
