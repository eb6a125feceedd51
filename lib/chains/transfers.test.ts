import { describe, expect, test } from "vitest";
import { toAddress } from "./hex";
import { readRevertReason } from "./revert-reason";
import { decodeTransferCall, encodeTransferCall, readTransfer, TRANSFER_TOPIC } from "./transfers";

const token = toAddress("aa".repeat(20));
const from = toAddress("11".repeat(20));
const to = toAddress("22".repeat(20));
const padded = (hex: string) => hex.padStart(64, "0");
const log = {
  address: token,
  topics: [TRANSFER_TOPIC, padded(from), padded(to)],
  data: padded("5"),
};

describe("a Transfer log", () => {
  test("is read", () => {
    expect(readTransfer(log, token)).toEqual({ from, to, value: 5n });
  });
  test.each([
    ["another contract", { ...log, address: from }],
    ["another event", { ...log, topics: [padded("1"), padded(from), padded(to)] }],
    ["a topic too few", { ...log, topics: log.topics.slice(0, 2) }],
    ["a topic too many", { ...log, topics: [...log.topics, padded("5")] }],
    ["no data", { ...log, data: "" }],
    ["more data", { ...log, data: `${log.data}00` }],
    ["nothing transferred", { ...log, data: padded("0") }],
    [
      "dirty sender",
      { ...log, topics: [TRANSFER_TOPIC, `01${padded(from).slice(2)}`, padded(to)] },
    ],
    [
      "dirty receiver",
      { ...log, topics: [TRANSFER_TOPIC, padded(from), `01${padded(to).slice(2)}`] },
    ],
  ])("with %s is none", (_, bad) => {
    expect(readTransfer(bad, token)).toBeNull();
  });
});

test("call data goes there and back", () => {
  const data = encodeTransferCall(to, 12_345_678n);
  expect(decodeTransferCall(data)).toEqual({ to, value: 12_345_678n });
  expect(decodeTransferCall(`${data}00`)).toBeNull();
  expect(decodeTransferCall(data.slice(0, -2))).toBeNull();
  expect(decodeTransferCall("")).toBeNull();
});

test("a revert says why, when it does", () => {
  const text = Buffer.from("paused").toString("hex").padEnd(64, "0");
  const spoken = `08c379a0${padded("20")}${padded("6")}${text}`;
  expect(readRevertReason(spoken)).toBe("paused");
  expect(readRevertReason(`4e487b71${padded("11")}`)).toBe("panic 17");
  expect(readRevertReason("")).toBeNull();
  expect(readRevertReason("08c379a0")).toBeNull();
  expect(readRevertReason(`08c379a0${padded("20")}${"f".repeat(64)}`)).toBeNull();
});
