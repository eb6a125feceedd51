import { crc32 } from "node:zlib";
import { sha256 } from "@noble/hashes/sha2.js";
import { assert, present } from "@/lib/kit";
import { addressBytes, hexAddressOfPrivateKey, signDigest } from "./addresses";
import { bytesToHex, concatBytes, hexToBytes, uint64Bytes } from "./bytes";
import { HeaderMessage } from "./messages";
import { encode } from "./protobuf";

/** A block without its transactions. */
export interface Header {
  readonly number: number;
  /** 64 hex digits: the number in eight bytes, then the end of the header's hash. */
  readonly id: string;
  readonly parentId: string;
  readonly time: number;
  /** Index among the producers. */
  readonly producer: number;
  readonly txTrieRoot: Uint8Array;
}

const VERSION = 31n;
export const NO_ID = "0".repeat(64);
export const EMPTY_ROOT = new Uint8Array(32);

/** Twenty-seven block producers, as on mainnet; their keys guard nothing. */
const producers = Array.from({ length: 27 }, (_, index) => {
  const key = sha256(new TextEncoder().encode(`tillgate sandbox producer ${index}`));
  return { key, address: hexAddressOfPrivateKey(key) };
});
export const PRODUCERS = producers.length;

export function producerAddress(header: Header) {
  return present(producers[header.producer], "producer").address;
}

function rawHeader(header: Omit<Header, "id">): Uint8Array {
  const producer = present(producers[header.producer], "producer");
  return encode(HeaderMessage, {
    timestamp: BigInt(header.time),
    txTrieRoot: header.txTrieRoot,
    parentHash: hexToBytes(header.parentId),
    number: BigInt(header.number),
    witness_address: addressBytes(producer.address),
    version: VERSION,
  });
}

/** Completes a header with the id that follows from everything else. */
export function sealHeader(header: Omit<Header, "id">): Header {
  const digest = bytesToHex(sha256(rawHeader(header)));
  return { ...header, id: bytesToHex(uint64Bytes(header.number)) + digest.slice(16) };
}

/** The producer's signature over a header, hex. */
export function producerSignature(header: Header): string {
  const { key } = present(producers[header.producer], "producer");
  return bytesToHex(signDigest(sha256(rawHeader(header)), key));
}

/** Merkle root over the hashes of serialised transactions, as in java-tron. */
export function merkleRoot(transactions: readonly Uint8Array[]): Uint8Array {
  let level: Uint8Array[] = transactions.map((bytes) => sha256(bytes));
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const left = present(level[index], "leaf");
      const right = level[index + 1];
      next.push(right ? sha256(concatBytes(left, right)) : left);
    }
    level = next;
  }
  return level[0] ?? EMPTY_ROOT;
}

/** Bytes of a header on disk: time (8), producer (1), has a body (1), unused (2), hash (24), checksum (4). */
export const RECORD_BYTES = 40;
const CHECKED_BYTES = 36;

export function writeRecord(header: Header, hasBody: boolean): Buffer {
  const record = Buffer.alloc(RECORD_BYTES);
  record.writeBigUInt64BE(BigInt(header.time), 0);
  record.writeUInt8(header.producer, 8);
  record.writeUInt8(hasBody ? 1 : 0, 9);
  record.write(header.id.slice(16), 12, "hex");
  record.writeUInt32BE(crc32(record.subarray(0, CHECKED_BYTES)), CHECKED_BYTES);
  return record;
}

export function isIntact(record: Buffer): boolean {
  return (
    record.length === RECORD_BYTES &&
    crc32(record.subarray(0, CHECKED_BYTES)) === record.readUInt32BE(CHECKED_BYTES)
  );
}

/** All headers of the chain in forty bytes each: a week of empty blocks is 24 MB and loads at once. */
export class HeaderColumn {
  private records = Buffer.alloc(RECORD_BYTES * 4096);
  private length = 0;

  get count(): number {
    return this.length;
  }

  push(record: Buffer): void {
    const end = this.length * RECORD_BYTES;
    if (end + record.length > this.records.length) {
      const larger = Buffer.alloc(Math.max(this.records.length * 2, end + record.length));
      this.records.copy(larger, 0, 0, end);
      this.records = larger;
    }
    record.copy(this.records, end);
    this.length += record.length / RECORD_BYTES;
  }

  truncate(count: number): void {
    assert(count <= this.length, "cannot truncate to more than there is");
    this.length = count;
  }

  idOf(number: number): string | undefined {
    const start = this.startOf(number);
    if (start === undefined) return undefined;
    const hash = this.records.toString("hex", start + 12, start + CHECKED_BYTES);
    return number.toString(16).padStart(16, "0") + hash;
  }

  timeOf(number: number): number {
    return Number(this.records.readBigUInt64BE(present(this.startOf(number), "header")));
  }

  producerOf(number: number): number {
    return this.records.readUInt8(present(this.startOf(number), "header") + 8);
  }

  hasBody(number: number): boolean {
    return this.records.readUInt8(present(this.startOf(number), "header") + 9) === 1;
  }

  private startOf(number: number): number | undefined {
    const exists = Number.isInteger(number) && number >= 0 && number < this.length;
    return exists ? number * RECORD_BYTES : undefined;
  }
}
