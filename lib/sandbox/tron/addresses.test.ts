import { describe, expect, it } from "vitest";
import {
  addressOfPrivateKey,
  formatAddress,
  hexAddressOfPrivateKey,
  parseAddress,
  recoverAddress,
  signDigest,
  signTransactionId,
} from "./addresses";
import { hexToBytes } from "./bytes";

// Tether's contract on mainnet, in both spellings.
const base58 = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
const hex = "41a614f803b6fd780986a42c78ec9c7f77e6ded13c";

describe("addresses", () => {
  it("reads every spelling and writes T…", () => {
    for (const text of [base58, hex, `0x${hex.slice(2)}`, hex.slice(2).toUpperCase()]) {
      expect(parseAddress(text)).toBe(hex);
    }
    expect(formatAddress(parseAddress(hex))).toBe(base58);
  });

  it.each([
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6",
    "",
    "42a614f803b6fd780986a42c78ec9c7f77e6ded13c",
    "0xa614",
  ])("refuses %j", (text) => {
    expect(() => parseAddress(text)).toThrow();
  });

  it("derives the address of a private key", () => {
    // Private key 1: the well-known Ethereum address 0x7e5f4552091a69125d5dfcb7b8c2659029395bdf behind 41.
    const key = "1".padStart(64, "0");
    expect(parseAddress(addressOfPrivateKey(key))).toBe(
      "417e5f4552091a69125d5dfcb7b8c2659029395bdf",
    );
  });

  it("recovers the signer, with v as 0/1 or 27/28", () => {
    const key = hexToBytes("ab".repeat(32));
    const digest = hexToBytes("5c".repeat(32));
    const signature = signDigest(digest, key);
    const owner = hexAddressOfPrivateKey(key);
    expect(recoverAddress(digest, signature)).toBe(owner);
    const old = Uint8Array.from(signature);
    old[64] = (old[64] ?? 0) + 27;
    expect(recoverAddress(digest, old)).toBe(owner);
    expect(recoverAddress(hexToBytes("5d".repeat(32)), signature)).not.toBe(owner);
    expect(() => recoverAddress(digest, signature.subarray(0, 64))).toThrow("Signature size");
    expect(signTransactionId("5c".repeat(32), "ab".repeat(32))).toHaveLength(130);
  });
});
