import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { recoverAddress } from "./addresses";
import { bytesToHex, hexToBytes } from "./bytes";
import {
  EMPTY_ROOT,
  HeaderColumn,
  isIntact,
  merkleRoot,
  NO_ID,
  producerAddress,
  producerSignature,
  sealHeader,
  writeRecord,
} from "./headers";
import { HeaderMessage } from "./messages";
import { encode } from "./protobuf";

const header = sealHeader({
  number: 70_000,
  parentId: NO_ID,
  time: 1_795_180_008_000,
  producer: 5,
  txTrieRoot: EMPTY_ROOT,
});
const sha = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

describe("a block header", () => {
  it("has an id of its number and its hash, and its producer's signature", () => {
    const digest = sha(
      encode(HeaderMessage, {
        timestamp: BigInt(header.time),
        txTrieRoot: EMPTY_ROOT,
        parentHash: hexToBytes(NO_ID),
        number: 70_000n,
        witness_address: hexToBytes(producerAddress(header)),
        version: 31n,
      }),
    );
    expect(header.id).toBe(`0000000000011170${bytesToHex(digest).slice(16)}`);
    const signature = hexToBytes(producerSignature(header));
    expect(recoverAddress(digest, signature)).toBe(producerAddress(header));
  });

  it("takes forty bytes, any of which shows when it is wrong", () => {
    const record = writeRecord(header, true);
    expect(isIntact(record)).toBe(true);
    for (let index = 0; index < record.length; index++) {
      const damaged = Buffer.from(record);
      damaged.writeUInt8(record.readUInt8(index) ^ 4, index);
      expect(isIntact(damaged)).toBe(false);
    }
  });

  it("comes back from a column that grows", () => {
    const column = new HeaderColumn();
    for (let number = 0; number < 10_000; number++) {
      column.push(writeRecord({ ...header, number, time: number }, number % 2 === 1));
    }
    expect(column.count).toBe(10_000);
    expect(column.timeOf(9_999)).toBe(9_999);
    expect(column.hasBody(9_999)).toBe(true);
    expect(column.producerOf(1)).toBe(5);
    expect(column.idOf(1)?.slice(16)).toBe(header.id.slice(16));
    column.truncate(5);
    expect(column.idOf(5)).toBeUndefined();
    expect(column.idOf(4)).toBeDefined();
  });
});

describe("the root over a block's transactions", () => {
  const [a, b, c] = ["a", "b", "c"].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

  it("carries an odd one up", () => {
    expect(merkleRoot([])).toEqual(EMPTY_ROOT);
    expect(Buffer.from(merkleRoot([a]))).toEqual(sha(a));
    expect(Buffer.from(merkleRoot([a, b]))).toEqual(sha(sha(a), sha(b)));
    expect(Buffer.from(merkleRoot([a, b, c]))).toEqual(sha(sha(sha(a), sha(b)), sha(c)));
  });
});
