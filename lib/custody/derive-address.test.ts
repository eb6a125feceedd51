import { toHex } from "viem";
import { describe, expect, it } from "vitest";
import { ethereumCodec } from "@/tests/support/unsigned-transactions";
import { deriveAddress } from "./derive-address";
import { InvalidKeyPathError, KeyCheckError } from "./errors";
import { type KeyRing, openKeyRing } from "./key-ring";
import type { KeyPath } from "./paths";
import { seedFromMnemonic } from "./seed";

const JUNK = "test test test test test test test test test test test junk";
const ring = openKeyRing(await seedFromMnemonic(JUNK));
const deposit = (index: number): KeyPath => {
  return { network: "USDT-ERC20", purpose: "deposit", index };
};

describe("deriveAddress", () => {
  it("gives the address of the path", () => {
    expect(deriveAddress(ring, ethereumCodec, deposit(0))).toBe(
      "f39fd6e51aad88f6f4ce6ab8827279cfffb92266",
    );
  });

  it("gives every path an address of its own", () => {
    const paths: KeyPath[] = [
      ...[0, 1, 2, 3].map(deposit),
      { network: "USDT-ERC20", purpose: "merchant", index: 0 },
      { network: "USDT-ERC20", purpose: "merchant", index: 1 },
      { network: "USDT-ERC20", purpose: "gas", index: 0 },
    ];
    const addresses = paths.map((path) => deriveAddress(ring, ethereumCodec, path));
    expect(new Set(addresses).size).toBe(paths.length);
  });

  it("refuses when the two derivations differ", () => {
    const faulty: KeyRing = { ...ring, watchPublicKey: () => ring.publicKey(deposit(1)) };
    expect(() => deriveAddress(faulty, ethereumCodec, deposit(0))).toThrow(KeyCheckError);
    expect(toHex(faulty.publicKey(deposit(1)))).toBe(toHex(ring.watchPublicKey(deposit(1))));
  });

  it("refuses a codec of another network and a bad index", () => {
    const tron: KeyPath = { network: "USDT-TRC20", purpose: "deposit", index: 0 };
    expect(() => deriveAddress(ring, ethereumCodec, tron)).toThrow("another network");
    expect(() => deriveAddress(ring, ethereumCodec, deposit(-1))).toThrow(InvalidKeyPathError);
  });
});
