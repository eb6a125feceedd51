import { describe, expect, test } from "vitest";
import { toAddress, word } from "@/lib/chains/hex";
import { TRANSFER_TOPIC } from "@/lib/chains/transfers";
import { readTransfers } from "./transfers";
import { headerSchema, infosSchema } from "./wire";

const token = toAddress("aa".repeat(20));
const log = {
  address: token,
  topics: [TRANSFER_TOPIC, "11".repeat(20).padStart(64, "0"), "22".repeat(20).padStart(64, "0")],
  data: word(5n),
};
const info = { id: "cd".repeat(32), blockNumber: 7, log: [log], receipt: { result: "SUCCESS" } };
const read = (...infos: unknown[]) => readTransfers(infosSchema.parse(infos), token);

describe("receipts of a block", () => {
  test("count a log from its own transaction's first", () => {
    const other = { ...log, address: "bb".repeat(20) };
    const two = { ...info, id: "ef".repeat(32), log: [other, log] };
    expect(read(info, two).map((t) => [t.txHash.slice(0, 2), t.logIndex])).toEqual([
      ["cd", 0],
      ["ef", 1],
    ]);
  });

  test.each([
    ["REVERT", { ...info, receipt: { result: "REVERT" } }],
    ["OUT_OF_ENERGY", { ...info, receipt: { result: "OUT_OF_ENERGY" } }],
    ["FAILED", { ...info, result: "FAILED" }],
  ])("ignore the logs of one that ended in %s, should a node list them", (_, failed) => {
    expect(read(failed)).toEqual([]);
  });

  test("of a call of old, whose receipt names no result, count", () => {
    const { receipt: _, ...silent } = info;
    expect(read(silent)).toHaveLength(1);
  });

  test("stand for none as {} and as []", () => {
    expect(infosSchema.parse({})).toEqual([]);
    expect(infosSchema.parse([])).toEqual([]);
    expect(infosSchema.safeParse({ error: "x" }).success).toBe(false);
  });
});

test("a header without number is the genesis, and {} is none", () => {
  const raw = { parentHash: "00".repeat(32) };
  const header = { blockID: "ab".repeat(32), block_header: { raw_data: raw } };
  expect(headerSchema.parse(header)).toMatchObject({ height: 0, empty: true });
  expect(headerSchema.parse({})).toBeNull();
  expect(headerSchema.safeParse({ blockID: "ab".repeat(32) }).success).toBe(false);
});
