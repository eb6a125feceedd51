import { secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, test } from "vitest";
import { UnknownPayloadError } from "@/lib/chains/errors";
import { toAddress } from "@/lib/chains/hex";
import { bandwidthOf, createTronCodec } from "./codec";

/** Written by tronweb 6.5.1: 12.345678 USDT with a fee limit of 30 TRX, and 5 TRX, both from 0x11… to 0x22…. */
const TOKEN_PAYLOAD =
  "0a02abcd2208010203040506070840e0f4f4c2b1345aae01081f12a9010a31747970652e676f6f676c65617069732e" +
  "636f6d2f70726f746f636f6c2e54726967676572536d617274436f6e747261637412740a154111111111111111111111" +
  "11111111111111111111121541a614f803b6fd780986a42c78ec9c7f77e6ded13c2244a9059cbb000000000000000000" +
  "000000222222222222222222222222222222222222222200000000000000000000000000000000000000000000000000" +
  "00000000bc614e7080a0f1c2b13490018087a70e";
const NATIVE_PAYLOAD =
  "0a02abcd2208010203040506070840e0f4f4c2b1345a68080112640a2d747970652e676f6f676c65617069732e636f6d" +
  "2f70726f746f636f6c2e5472616e73666572436f6e747261637412330a15411111111111111111111111111111111111" +
  "111111121541222222222222222222222222222222222222222218c096b1027080a0f1c2b134";

const codec = createTronCodec(toAddress("a614f803b6fd780986a42c78ec9c7f77e6ded13c"));

describe("Tron's codec", () => {
  test("reads a transfer of USDT", () => {
    const decoded = codec.decode(TOKEN_PAYLOAD);
    expect(decoded).toMatchObject({
      intent: { kind: "token", from: "11".repeat(20), to: "22".repeat(20), value: 12_345_678n },
      nonce: null,
      chainId: null,
      expiresAt: new Date(1_800_000_060_000),
      maxFee: 30_000_000n + 345_000n,
    });
  });

  test("reads a transfer of TRX", () => {
    const { intent, maxFee } = codec.decode(NATIVE_PAYLOAD);
    expect(intent).toEqual({
      kind: "native",
      from: "11".repeat(20),
      to: "22".repeat(20),
      value: 5_000_000n,
    });
    expect(maxFee).toBe(1_100_000n + BigInt(bandwidthOf(NATIVE_PAYLOAD)) * 1000n);
  });

  test("a transfer of USDT weighs what mainnet charges for it", () => {
    expect(bandwidthOf(TOKEN_PAYLOAD)).toBe(345);
  });

  test("a fee limit on TRX, another contract and an owner off the chain are refused", () => {
    const bad = [
      `${NATIVE_PAYLOAD}90018087a70e`,
      TOKEN_PAYLOAD.replace("a614f803", "a614f804"),
      TOKEN_PAYLOAD.replace("154111111111", "154211111111"),
    ];
    for (const payload of bad) expect(() => codec.decode(payload)).toThrow(UnknownPayloadError);
  });

  test("derives the address that the key is known by", () => {
    const key = new Uint8Array(32).fill(1);
    expect(codec.addressFromPublicKey(secp256k1.getPublicKey(key))).toBe(
      "1a642f0e3c3af545e7acbd38b07251b3990914f1",
    );
  });
});

describe("Tron's codec, of stake", () => {
  /** raw_data around one contract, with the anchor of the payloads above. */
  const wrap = (type: number, name: string, value: string) => {
    const bytes = (text: string) => (text.length / 2).toString(16).padStart(2, "0") + text;
    const url = Buffer.from(`type.googleapis.com/protocol.${name}`).toString("hex");
    const any = `0a${bytes(url)}12${bytes(value)}`;
    const contract = `08${type.toString(16)}12${bytes(any)}`;
    return `0a02abcd2208010203040506070840e0f4f4c2b1345a${bytes(contract)}7080a0f1c2b134`;
  };
  const owner = `0a1541${"11".repeat(20)}`;
  const receiver = `221541${"22".repeat(20)}`;
  const read = (type: number, name: string, value: string) => codec.decode(wrap(type, name, value));

  test("reads all five contracts, for energy", () => {
    const five = [
      [54, "FreezeBalanceV2Contract", `${owner}10051801`, "stake_energy", 5n, "11"],
      [55, "UnfreezeBalanceV2Contract", `${owner}10051801`, "unstake_energy", 5n, "11"],
      [56, "WithdrawExpireUnfreezeContract", owner, "withdraw_unstaked", 0n, "11"],
      [57, "DelegateResourceContract", `${owner}10011805${receiver}`, "lend_energy", 5n, "22"],
      [58, "UnDelegateResourceContract", `${owner}10011805${receiver}`, "reclaim_energy", 5n, "22"],
    ] as const;
    for (const [type, name, value, kind, sun, to] of five) {
      const payload = wrap(type, name, value);
      const { intent, maxFee } = codec.decode(payload);
      expect(intent).toEqual({ kind, from: "11".repeat(20), to: to.repeat(20), value: sun });
      // Nothing but the bytes: such a contract runs no code and opens no account.
      expect(maxFee).toBe(BigInt(bandwidthOf(payload)) * 1000n);
    }
  });

  test("bandwidth, a lock, no amount, another name or a fee limit are refused", () => {
    const lend = [57, "DelegateResourceContract"] as const;
    const bad = [
      wrap(...lend, `${owner}1805${receiver}`),
      wrap(...lend, `${owner}10021805${receiver}`),
      wrap(...lend, `${owner}10011805${receiver}2801`),
      wrap(...lend, `${owner}10011805${receiver}3064`),
      wrap(...lend, `${owner}1001${receiver}`),
      wrap(...lend, `${owner}10011805`),
      wrap(57, "UnDelegateResourceContract", `${owner}10011805${receiver}`),
      wrap(54, "FreezeBalanceV2Contract", `${owner}1005`),
      wrap(59, "CancelAllUnfreezeV2Contract", owner),
      `${wrap(...lend, `${owner}10011805${receiver}`)}90018087a70e`,
    ];
    for (const payload of bad) expect(() => codec.decode(payload)).toThrow(UnknownPayloadError);
    expect(read(...lend, `${owner}10011805${receiver}`).intent.kind).toBe("lend_energy");
  });
});
