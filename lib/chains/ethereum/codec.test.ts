import { secp256k1 } from "@noble/curves/secp256k1.js";
import { serializeTransaction } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, test } from "vitest";
import { UnknownPayloadError } from "@/lib/chains/errors";
import { toAddress } from "@/lib/chains/hex";
import type { Intent } from "@/lib/chains/port";
import { createEthereumCodec, encodePayload } from "./codec";

const KEY = new Uint8Array(32).fill(1);
const TOKEN = toAddress("dac17f958d2ee523a2206206994597c13d831ec7");
const codec = createEthereumCodec(1, TOKEN);
const from = codec.addressFromPublicKey(secp256k1.getPublicKey(KEY));
const to = toAddress("22".repeat(20));
const terms = { gas: 60_000n, maxFeePerGas: 30n, maxPriorityFeePerGas: 2n };
const token: Intent = { kind: "token", from, to, value: 12_345_678n };
const native: Intent = { kind: "native", from, to, value: 10n ** 15n };
const encode = (intent: Intent, nonce = 3) =>
  encodePayload(intent, terms, { chainId: 1, token: TOKEN, nonce });
const unsignedOf = (payload: string) =>
  ({ network: "USDT-ERC20", from, payload, nonce: 3, expiresAt: null }) as const;

function sign(hash: Uint8Array): Uint8Array {
  const recovered = secp256k1.sign(hash, KEY, { prehash: false, format: "recovered" });
  return Uint8Array.from([...recovered.subarray(1), recovered[0] ?? 0]);
}

describe("Ethereum's codec", () => {
  test.each([token, native])("reads the $kind transfer that was written", (intent) => {
    expect(codec.decode(encode(intent))).toMatchObject({
      intent,
      nonce: 3,
      chainId: 1,
      expiresAt: null,
      maxFee: 1_800_000n,
    });
  });

  test("nonce zero is a nonce", () => {
    expect(codec.decode(encode(token, 0)).nonce).toBe(0);
  });

  test("what it attaches is what viem signs", async () => {
    const account = privateKeyToAccount(`0x${Buffer.from(KEY).toString("hex")}`);
    for (const intent of [token, native]) {
      const payload = encode(intent);
      const { signingHash } = codec.decode(payload);
      const { raw } = codec.attach(unsignedOf(payload), sign(signingHash));
      const target =
        intent.kind === "native"
          ? ({ to: `0x${to}`, value: intent.value } as const)
          : ({
              to: `0x${TOKEN}`,
              data: `0x${payload.slice(payload.indexOf("a9059cbb")).slice(0, 136)}`,
            } as const);
      const theirs = await account.signTransaction({
        type: "eip1559",
        chainId: 1,
        nonce: 3,
        ...terms,
        ...target,
      });
      expect(`0x${raw}`).toBe(theirs);
    }
  });

  const other = (change: object) => {
    const data = `0xa9059cbb${to.padStart(64, "0")}${5n.toString(16).padStart(64, "0")}` as const;
    const tx = { type: "eip1559", chainId: 1, nonce: 3, ...terms, to: `0x${TOKEN}`, data } as const;
    return `${from}${serializeTransaction({ ...tx, ...change }).slice(2)}`;
  };
  test("its own spelling of the plain call is taken", () => {
    expect(codec.decode(other({})).intent).toMatchObject({ kind: "token", value: 5n });
  });
  test.each<[string, object]>([
    ["another chain", { chainId: 5 }],
    ["coins on top of a call", { value: 1n }],
    ["data to an account", { to: `0x${to}` }],
    ["coins to the contract", { data: "0x", value: 5n }],
    ["a new contract", { to: undefined }],
    ["approve", { data: `0x095ea7b3${"0".repeat(128)}` }],
    [
      "a byte more of data",
      { data: `0xa9059cbb${to.padStart(64, "0")}${"1".padStart(64, "0")}00` },
    ],
    ["an access list", { accessList: [{ address: `0x${to}`, storageKeys: [] }] }],
    ["no gas", { gas: 0n }],
  ])("refuses %s", (_, change) => {
    expect(() => codec.decode(other(change))).toThrow(UnknownPayloadError);
  });
  test("refuses a legacy transaction and one that is signed", () => {
    const legacy = serializeTransaction({
      type: "legacy",
      nonce: 3,
      gas: 1n,
      gasPrice: 1n,
      to: `0x${to}`,
    });
    expect(() => codec.decode(`${from}${legacy.slice(2)}`)).toThrow(UnknownPayloadError);
    const payload = encode(token);
    const { raw } = codec.attach(unsignedOf(payload), sign(codec.decode(payload).signingHash));
    expect(() => codec.decode(`${from}${raw}`)).toThrow(UnknownPayloadError);
  });
});
