import { createHash } from "node:crypto";
import type { Types } from "tronweb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TronNode } from "@/lib/sandbox/tron";
import {
  CONTRACTS,
  contractTypeOf,
  RawMessage,
  TransactionMessage,
} from "@/lib/sandbox/tron/messages";
import { decode, encode, type Message, type Shape } from "@/lib/sandbox/tron/protobuf";
import { type Answer, Client, faucetKey, newKey, post, startTestNode } from "./tron-client";

let node: TronNode;
let boss: Client;
let cases: Record<string, Types.Transaction>;

beforeAll(async () => {
  node = await startTestNode();
  boss = new Client(node.url, faucetKey);
  const builder = boss.web.transactionBuilder;
  const me = boss.address;
  const to = boss.as(newKey()).address;
  const timestamp = node.chain.headTime;
  const id = node.chain.idOf(0) ?? "";
  const blockHeader = {
    ref_block_bytes: id.slice(12, 16),
    ref_block_hash: id.slice(16, 32),
    expiration: timestamp + 600_000,
    timestamp,
  };
  const token = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
  const call = [
    { type: "address", value: to },
    { type: "uint256", value: "5000000" },
  ];
  const trigger = await builder.triggerSmartContract(
    token,
    "transfer(address,uint256)",
    { feeLimit: 40_000_000, txLocal: true, blockHeader },
    call,
    me,
  );
  cases = {
    transfer: await builder.sendTrx(to, 123_456_789, me, { blockHeader }),
    token: await builder.sendToken(to, 5, "1002000", me, { blockHeader }),
    freeze: await builder.freezeBalanceV2(5_000_000, "ENERGY", me, { blockHeader }),
    unfreeze: await builder.unfreezeBalanceV2(1_000_000, "ENERGY", me, { blockHeader }),
    withdraw: await builder.withdrawExpireUnfreeze(me, { blockHeader }),
    delegate: await builder.delegateResource(1_000_000, to, "ENERGY", me, false, 0, {
      blockHeader,
    }),
    "delegate with a lock": await builder.delegateResource(
      1_000_000,
      to,
      "ENERGY",
      me,
      true,
      28_800,
      {
        blockHeader,
      },
    ),
    undelegate: await builder.undelegateResource(1_000_000, to, "BANDWIDTH", me, { blockHeader }),
    trigger: trigger.transaction,
    "another permission": await builder.sendTrx(to, 1, me, { blockHeader, permissionId: 2 }),
  };
});
afterAll(() => node.stop());

/** Decodes every layer with the node's codec and writes it again. */
function rewrite(rawHex: string): string {
  const raw = decode(RawMessage, Buffer.from(rawHex, "hex"));
  const contract = (raw.contract ?? []).map((outer) => {
    const type = contractTypeOf(outer.type ?? 0);
    if (!type || !outer.parameter) throw new Error(`contract type ${outer.type}`);
    const schema: Message<Shape> = CONTRACTS[type].message;
    const value = encode(schema, decode(schema, outer.parameter.value ?? new Uint8Array(0)));
    return { ...outer, parameter: { ...outer.parameter, value } };
  });
  return Buffer.from(encode(RawMessage, { ...raw, contract })).toString("hex");
}

describe("the node's codec and tronweb's", () => {
  it.each([
    "transfer",
    "token",
    "freeze",
    "unfreeze",
    "withdraw",
    "delegate",
    "delegate with a lock",
    "undelegate",
    "trigger",
    "another permission",
  ])("write the same bytes: %s", (name) => {
    const { raw_data_hex = "", txID } = cases[name] ?? {};
    expect(raw_data_hex.length).toBeGreaterThan(100);
    expect(rewrite(raw_data_hex)).toBe(raw_data_hex);
    const digest = createHash("sha256").update(Buffer.from(raw_data_hex, "hex")).digest("hex");
    expect(digest).toBe(txID);
  });

  it("agree on a serialised transaction", async () => {
    const unsigned = cases.transfer;
    if (!unsigned) throw new Error("no transfer");
    const signed = await boss.sign(unsigned);
    const bytes = encode(TransactionMessage, {
      raw_data: Buffer.from(signed.raw_data_hex, "hex"),
      signature: signed.signature.map((signature) => Buffer.from(signature, "hex")),
    });
    const transaction = Buffer.from(bytes).toString("hex");
    const sent = await post<Answer>(node.url, "wallet/broadcasthex", { transaction });
    expect(sent).toMatchObject({ result: true, txid: signed.txID });
  });

  it("agree on what the node builds", async () => {
    const built = await post<Types.Transaction>(node.url, "wallet/createtransaction", {
      owner_address: boss.hex,
      to_address: boss.as(newKey()).hex,
      amount: 7,
    });
    expect(rewrite(built.raw_data_hex)).toBe(built.raw_data_hex);
    expect((await boss.send(built)).answer.result).toBe(true);
  });
});
