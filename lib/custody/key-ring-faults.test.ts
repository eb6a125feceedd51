import { secp256k1 } from "@noble/curves/secp256k1.js";
import { HDKey } from "@scure/bip32";
import { afterEach, describe, expect, it, vi } from "vitest";
import { KeyCheckError } from "./errors";
import { openKeyRing } from "./key-ring";
import type { KeyPath } from "./paths";
import { Seed } from "./seed";

vi.mock("@noble/curves/secp256k1.js", async (importOriginal) => {
  const original = await importOriginal<typeof import("@noble/curves/secp256k1.js")>();
  const curve = original.secp256k1;
  return { ...original, secp256k1: { ...curve, sign: vi.fn(curve.sign) } };
});

const ring = openKeyRing(new Seed(new Uint8Array(64).fill(5)));
const path: KeyPath = { network: "USDT-ERC20", purpose: "deposit", index: 0 };
const hash = new Uint8Array(32).fill(9);
const order = secp256k1.Point.CURVE().n;

function signWithAnotherKey(): Uint8Array {
  const { secretKey } = secp256k1.keygen();
  return secp256k1.sign(hash, secretKey, { prehash: false, format: "recovered" });
}

afterEach(() => vi.restoreAllMocks());

describe("a faulty computation", () => {
  it("is told apart from a correct one", () => {
    expect(ring.sign(path, hash)).toHaveLength(65);
  });

  it("lets no signature of another key out", () => {
    const foreign = signWithAnotherKey();
    vi.mocked(secp256k1.sign).mockReturnValueOnce(Uint8Array.from(foreign));
    expect(() => ring.sign(path, hash)).toThrow(KeyCheckError);
  });

  it("lets no signature with a high s out", () => {
    const good = ring.sign(path, hash);
    const recoverable = Uint8Array.of(good[64] ?? 0, ...good.subarray(0, 64));
    const low = secp256k1.Signature.fromBytes(recoverable, "recovered");
    const twin = new secp256k1.Signature(low.r, order - low.s, (low.recovery ?? 0) ^ 1);
    const high = twin.toBytes("recovered");
    const recovered = secp256k1.recoverPublicKey(high, hash, { prehash: false });
    expect(Buffer.from(recovered).equals(ring.publicKey(path))).toBe(true);
    vi.mocked(secp256k1.sign).mockReturnValueOnce(high);
    expect(() => ring.sign(path, hash)).toThrow(KeyCheckError);
  });

  it("lets no two paths share a key", () => {
    const derive = HDKey.prototype.deriveChild;
    vi.spyOn(HDKey.prototype, "deriveChild").mockImplementation(function (this: HDKey, index) {
      return derive.call(this, index + 1);
    });
    expect(() => ring.publicKey(path)).toThrow(KeyCheckError);
    expect(() => ring.watchPublicKey(path)).toThrow(KeyCheckError);
  });
});
