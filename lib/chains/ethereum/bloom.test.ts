import fc from "fast-check";
import { expect, test } from "vitest";
import { TRANSFER_TOPIC } from "@/lib/chains/transfers";
import { explainsBloom, mayHoldTransfer } from "./bloom";

/** Bloom of one Transfer log of 0x5fbdb2…, as anvil 1.7.1 wrote it. */
const BLOOM =
  "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000080000000000000000000020000000000000000000000000000008000000000000000000000000000000000000000000000040000000000000000100000000000000000000000000000010000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000000000000000000042000000200000000000000000000000002000000000000000000000000000000000000000000000000000000000000800000000000000000000000000";
const log = {
  address: "5fbdb2315678afecb367f032d93f642f64180aa3",
  topics: [
    "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
    "000000000000000000000000f39fd6e51aad88f6f4ce6ab8827279cfffb92266",
    "0000000000000000000000002222222222222222222222222222222222222222",
  ],
  data: "0000000000000000000000000000000000000000000000000000000000000005",
};

test("knows the logs that made a bloom", () => {
  expect(mayHoldTransfer(BLOOM, log.address)).toBe(true);
  expect(explainsBloom(BLOOM, [log])).toBe(true);
  expect(explainsBloom(BLOOM, [log, log])).toBe(true);
});

test("misses none and takes none too many", () => {
  expect(explainsBloom(BLOOM, [])).toBe(false);
  expect(explainsBloom(BLOOM, [{ ...log, topics: log.topics.slice(0, 2) }])).toBe(false);
  expect(explainsBloom(BLOOM, [log, { ...log, address: "77".repeat(20) }])).toBe(false);
});

test("an empty bloom holds nothing", () => {
  const empty = "0".repeat(512);
  expect(mayHoldTransfer(empty, log.address)).toBe(false);
  expect(explainsBloom(empty, [])).toBe(true);
});

test("rules out a contract only when it may", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      const address = Buffer.from(bytes).toString("hex");
      const without = { address, topics: [TRANSFER_TOPIC], data: "" };
      if (!mayHoldTransfer(BLOOM, address))
        expect(explainsBloom(BLOOM, [log, without])).toBe(false);
    }),
  );
});
