import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { recoverTransactionAddress, type TransactionSerializedEIP1559 } from "viem";
import { describe, expect, it } from "vitest";
import type { Address, Intent, UnsignedTx } from "@/lib/chains";
import {
  buildEthereum,
  buildTron,
  CHAIN_ID,
  ethereumCodec,
  MAX_FEE,
  TRON_EXPIRY,
  tronCodec,
} from "@/tests/support/unsigned-transactions";
import { deriveAddress } from "./derive-address";
import { type SigningRefusal, SigningRefusedError } from "./errors";
import { openKeyRing } from "./key-ring";
import type { KeyPath } from "./paths";
import { seedFromMnemonic } from "./seed";
import { type ExpectedTx, type SigningRequest, signTransaction } from "./sign-transaction";

const JUNK = "test test test test test test test test test test test junk";
const keyRing = openKeyRing(await seedFromMnemonic(JUNK));
const path: KeyPath = { network: "USDT-ERC20", purpose: "merchant", index: 4 };
const from = deriveAddress(keyRing, ethereumCodec, path);
const to = "1111111111111111111111111111111111111111" as Address;
const other = "2222222222222222222222222222222222222222" as Address;

const intent: Intent = { kind: "token", from, to, value: 25_000_000n };
const expected: ExpectedTx = { ...intent, nonce: 7, maxFee: MAX_FEE };
const good: SigningRequest = {
  keyRing,
  codec: ethereumCodec,
  path,
  unsigned: buildEthereum(intent, 7),
  expected,
};

function refusal(request: SigningRequest): SigningRefusal | null {
  try {
    signTransaction(request);
    return null;
  } catch (error) {
    if (error instanceof SigningRefusedError) return error.reason;
    throw error;
  }
}

describe("signTransaction", () => {
  it.each<Intent>([intent, { ...intent, kind: "native" }])(
    "signs an approved $kind",
    async (wish) => {
      const signed = signTransaction({
        ...good,
        unsigned: buildEthereum(wish, 7),
        expected: { ...expected, ...wish },
      });
      const serializedTransaction: TransactionSerializedEIP1559 = `0x02${signed.raw.slice(2)}`;
      const sender = await recoverTransactionAddress({ serializedTransaction });
      expect(sender.slice(2).toLowerCase()).toBe(from);
      expect(signed).toMatchObject({ network: "USDT-ERC20", from, nonce: 7, expiresAt: null });
    },
  );

  it("signs the same bytes for the same request", () => {
    expect(signTransaction(good)).toEqual(signTransaction(good));
  });

  it.each<[SigningRefusal, string, Partial<ExpectedTx>]>([
    ["kind", "another kind", { kind: "native" }],
    ["from", "another sender", { from: other }],
    ["to", "another recipient", { to: other }],
    ["value", "a unit less", { value: 24_999_999n }],
    ["value", "a unit more", { value: 25_000_001n }],
    ["nonce", "another nonce", { nonce: 8 }],
    ["nonce", "no nonce", { nonce: null }],
    ["fee", "a limit one wei below", { maxFee: MAX_FEE - 1n }],
  ])("refuses (%s) when approved was %s", (reason, _, change) => {
    expect(refusal({ ...good, expected: { ...expected, ...change } })).toBe(reason);
  });

  it.each<[SigningRefusal, string, Partial<UnsignedTx>]>([
    ["network", "another network", { network: "USDT-TRC20" }],
    ["from", "another sender", { from: other }],
    ["nonce", "another nonce", { nonce: 8 }],
    ["expiry", "a time that the bytes lack", { expiresAt: new Date(1_795_180_008_000) }],
    ["payload", "bytes that are nothing", { payload: "00" }],
    ["payload", "no bytes", { payload: "" }],
    ["payload", "bytes of another chain", { payload: buildEthereum(intent, 7, 1).payload }],
    ["to", "other bytes", { payload: buildEthereum({ ...intent, to: other }, 7).payload }],
    ["value", "other bytes", { payload: buildEthereum({ ...intent, value: 1n }, 7).payload }],
    ["nonce", "other bytes", { payload: buildEthereum(intent, 8).payload }],
    ["kind", "other bytes", { payload: buildEthereum({ ...intent, kind: "native" }, 7).payload }],
  ])("refuses (%s) when the envelope holds %s", (reason, _, change) => {
    expect(refusal({ ...good, unsigned: { ...good.unsigned, ...change } })).toBe(reason);
  });

  it.each<[SigningRefusal, KeyPath]>([
    ["sender", { ...path, index: 5 }],
    ["sender", { ...path, purpose: "deposit" }],
    ["network", { ...path, network: "USDT-TRC20" }],
  ])("refuses (%s) with the key of %j", (reason, wrong) => {
    expect(refusal({ ...good, path: wrong })).toBe(reason);
  });

  it("refuses (network) a path and an envelope of another network than the codec", () => {
    const unsigned: UnsignedTx = { ...good.unsigned, network: "USDT-TRC20" };
    const wrong: KeyPath = { ...path, network: "USDT-TRC20" };
    expect(refusal({ ...good, path: wrong, unsigned })).toBe("network");
  });

  describe("on Tron", () => {
    const tronPath: KeyPath = { ...path, network: "USDT-TRC20" };
    const sender = deriveAddress(keyRing, tronCodec, tronPath);
    const wishes: Intent[] = [
      { kind: "token", from: sender, to, value: 25_000_000n },
      { kind: "native", from: sender, to, value: 25_000_000n },
    ];
    const requestOf = async (wish: Intent): Promise<SigningRequest> => {
      const unsigned = await buildTron(wish);
      const { maxFee } = tronCodec.decode(unsigned.payload);
      const approved: ExpectedTx = { ...wish, nonce: null, maxFee };
      return { keyRing, codec: tronCodec, path: tronPath, unsigned, expected: approved };
    };

    it.each(wishes)("signs an approved $kind, over the bytes that were built", async (wish) => {
      const request = await requestOf(wish);
      const signed = signTransaction(request);
      expect(signed).toMatchObject({
        network: "USDT-TRC20",
        from: sender,
        nonce: null,
        expiresAt: TRON_EXPIRY,
      });
      const { payload } = request.unsigned;
      expect(signed.raw).toContain(payload);
      expect(signed.txHash).toBe(Buffer.from(sha256(Buffer.from(payload, "hex"))).toString("hex"));
      // Transaction of Tron's protocol: field 1 raw_data, field 2 the signature r ‖ s ‖ v of 65 bytes.
      const signature = Buffer.from(signed.raw.slice(-130), "hex");
      expect(signed.raw.slice(-134, -130)).toBe("1241");
      const recovered = Uint8Array.from([(signature[64] ?? 0) % 27, ...signature.subarray(0, 64)]);
      const key = secp256k1.recoverPublicKey(recovered, Buffer.from(signed.txHash, "hex"), {
        prehash: false,
      });
      expect(tronCodec.addressFromPublicKey(key)).toBe(sender);
    });

    it("refuses another value, another recipient, less for fees, a nonce and another expiry", async () => {
      const [wish] = wishes as [Intent];
      const request = await requestOf(wish);
      const { expected: approved, unsigned } = request;
      const changed = (change: Partial<ExpectedTx>) =>
        refusal({ ...request, expected: { ...approved, ...change } });
      expect(changed({})).toBeNull();
      expect(changed({ value: wish.value + 1n })).toBe("value");
      expect(changed({ to: other })).toBe("to");
      expect(changed({ maxFee: approved.maxFee - 1n })).toBe("fee");
      expect(changed({ nonce: 0 })).toBe("nonce");
      const late = { ...unsigned, expiresAt: new Date(TRON_EXPIRY.getTime() + 1) };
      expect(refusal({ ...request, unsigned: late })).toBe("expiry");
      expect(refusal({ ...request, path: { ...tronPath, index: 5 } })).toBe("sender");
    });
  });

  it("keeps the codec's own reason as the cause", () => {
    const unsigned = { ...good.unsigned, payload: buildEthereum(intent, 7, CHAIN_ID + 1).payload };
    expect(() => signTransaction({ ...good, unsigned })).toThrow(
      expect.objectContaining({
        reason: "payload",
        cause: expect.objectContaining({ message: expect.stringContaining("chain") }),
      }),
    );
  });
});
