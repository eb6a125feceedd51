import { inspect } from "node:util";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { TronWeb, utils } from "tronweb";
import { getAddress, toHex } from "viem";
import { mnemonicToAccount, publicKeyToAddress } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { NETWORK_IDS } from "@/lib/kit";
import { InvalidKeyPathError } from "./errors";
import { openKeyRing } from "./key-ring";
import { type KeyPath, pathText } from "./paths";
import { seedFromMnemonic } from "./seed";

const JUNK = "test test test test test test test test test test test junk";
const ring = openKeyRing(await seedFromMnemonic(JUNK));
const order = secp256k1.Point.CURVE().n;

function uncompressed(publicKey: Uint8Array): Uint8Array {
  return secp256k1.Point.fromBytes(publicKey).toBytes(false);
}

function ethereumAddress(publicKey: Uint8Array): string {
  return publicKeyToAddress(toHex(uncompressed(publicKey)));
}

function tronAddress(publicKey: Uint8Array): string {
  return TronWeb.address.fromHex(`41${ethereumAddress(publicKey).slice(2)}`);
}

const eth = (purpose: KeyPath["purpose"], index: number): KeyPath => {
  return { network: "USDT-ERC20", purpose, index };
};
const tron = (purpose: KeyPath["purpose"], index: number): KeyPath => {
  return { network: "USDT-TRC20", purpose, index };
};

const anyPath = fc.record({
  network: fc.constantFrom(...NETWORK_IDS),
  purpose: fc.constantFrom("deposit" as const, "merchant" as const),
  index: fc.nat({ max: 2 ** 31 - 1 }),
});

describe("public keys", () => {
  it("give the well-known addresses of public test mnemonics", async () => {
    expect(ethereumAddress(ring.publicKey(eth("deposit", 0)))).toBe(
      "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    );
    const zero = openKeyRing(await seedFromMnemonic(`${"abandon ".repeat(11)}about`));
    expect(ethereumAddress(zero.publicKey(eth("deposit", 0)))).toBe(
      "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
    );
    expect(tronAddress(zero.publicKey(tron("deposit", 0)))).toBe(
      "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
    );
  });

  it.each([eth("deposit", 5), eth("merchant", 3), eth("gas", 0), eth("deposit", 2 ** 31 - 1)])(
    "agree with viem at %j",
    (path) => {
      const accountIndex = { deposit: 0, merchant: 1, gas: 2 }[path.purpose];
      const theirs = mnemonicToAccount(JUNK, { accountIndex, addressIndex: path.index });
      expect(ethereumAddress(ring.publicKey(path))).toBe(getAddress(theirs.address));
    },
  );

  it.each([tron("deposit", 0), tron("deposit", 999), tron("merchant", 3), tron("gas", 0)])(
    "agree with tronweb at %j",
    (path) => {
      const theirs = utils.accounts.generateAccountWithMnemonic(JUNK, pathText(path));
      expect(tronAddress(ring.publicKey(path))).toBe(theirs.address);
    },
  );

  it("are the same by the public way of derivation", () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        expect(toHex(ring.watchPublicKey(path))).toBe(toHex(ring.publicKey(path)));
      }),
      { numRuns: 30 },
    );
  });

  it("refuse a path out of bounds", () => {
    expect(() => ring.publicKey(eth("deposit", 2 ** 31))).toThrow(InvalidKeyPathError);
    expect(() => ring.watchPublicKey(eth("deposit", -1))).toThrow(InvalidKeyPathError);
    expect(() => ring.sign(eth("gas", 1), new Uint8Array(32))).toThrow(InvalidKeyPathError);
  });
});

describe("signatures", () => {
  it("recover to the key, with a low s and v 0 or 1", () => {
    fc.assert(
      fc.property(anyPath, fc.uint8Array({ minLength: 32, maxLength: 32 }), (path, hash) => {
        const signature = ring.sign(path, hash);
        expect(signature).toHaveLength(65);
        const v = signature[64] ?? -1;
        expect([0, 1]).toContain(v);
        expect(BigInt(toHex(signature.subarray(32, 64))) <= order / 2n).toBe(true);
        const recoverable = Uint8Array.of(v, ...signature.subarray(0, 64));
        const recovered = secp256k1.recoverPublicKey(recoverable, hash, { prehash: false });
        expect(toHex(recovered)).toBe(toHex(ring.publicKey(path)));
      }),
      { numRuns: 40 },
    );
  });

  it("are what viem signs", async () => {
    const hash = toHex(new Uint8Array(32).fill(7));
    const theirs = await mnemonicToAccount(JUNK).sign({ hash });
    const ours = ring.sign(eth("deposit", 0), new Uint8Array(32).fill(7));
    expect(toHex(ours.subarray(0, 64))).toBe(theirs.slice(0, 130));
    expect((ours[64] ?? 0) + 27).toBe(Number.parseInt(theirs.slice(130), 16));
  });

  it.each([0, 31, 33])("refuse a hash of %i bytes", (length) => {
    expect(() => ring.sign(eth("deposit", 0), new Uint8Array(length))).toThrow("32 bytes");
  });
});

describe("a key ring", () => {
  it("shows no key, however it is printed", () => {
    const shown = [
      inspect(ring, { showHidden: true, depth: 9 }),
      JSON.stringify(ring),
      String(ring),
    ].join();
    const secret = mnemonicToAccount(JUNK).getHdKey().privateKey ?? new Uint8Array();
    expect(secret).toHaveLength(32);
    expect(shown).not.toContain(toHex(secret).slice(2));
    expect(shown).not.toContain("xprv");
  });

  it("outlives its seed and ends with destroy", async () => {
    const seed = await seedFromMnemonic(JUNK);
    const own = openKeyRing(seed);
    seed.destroy();
    expect(own.publicKey(eth("gas", 0))).toEqual(ring.publicKey(eth("gas", 0)));
    own.destroy();
    expect(() => own.publicKey(eth("gas", 0))).toThrow("destroyed");
    expect(() => own.sign(eth("gas", 0), new Uint8Array(32))).toThrow("destroyed");
    expect(() => openKeyRing(seed)).toThrow("destroyed");
  });
});
