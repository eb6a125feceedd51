import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { present } from "@/lib/kit";
import type { Genesis } from "./genesis";
import { isIntact, RECORD_BYTES } from "./headers";

/** Where blocks are kept. What `append` has returned from survives the process. */
export interface Journal {
  readonly genesis: Genesis;
  /** All headers, whole records only; without the genesis block. */
  readHeaders(): Buffer;
  /** Numbers of the blocks that have a body, ascending. */
  bodyNumbers(): number[];
  readBody(number: number): string;
  append(record: Buffer, body: { number: number; line: string } | null): void;
  /** Forgets every block above that height. */
  truncate(height: number): void;
  close(): void;
}

export class JournalError extends Error {
  override readonly name = "JournalError";
}

class MemoryJournal implements Journal {
  private readonly bodies = new Map<number, string>();

  constructor(readonly genesis: Genesis) {}

  readHeaders(): Buffer {
    return Buffer.alloc(0);
  }
  bodyNumbers(): number[] {
    return [...this.bodies.keys()];
  }
  readBody(number: number): string {
    return present(this.bodies.get(number), "body");
  }
  append(_record: Buffer, body: { number: number; line: string } | null): void {
    if (body) this.bodies.set(body.number, body.line);
  }
  truncate(height: number): void {
    for (const number of this.bodies.keys()) if (number > height) this.bodies.delete(number);
  }
  close(): void {}
}

interface Place {
  readonly offset: number;
  readonly length: number;
}

/**
 * Two files. `headers.bin`: forty bytes a block. `bodies.jsonl`: the genesis, then one line for each block that holds
 * or changes something. A body is on disk before its header: a block exists once its header is whole.
 */
class FileJournal implements Journal {
  private places = new Map<number, Place>();
  private bodiesEnd = 0;
  private found: Genesis | undefined;

  constructor(
    private readonly headers: number,
    private readonly bodies: number,
  ) {}

  get genesis(): Genesis {
    return present(this.found, "genesis");
  }

  /** Reads both files and cuts off what a sudden death left half written. Throws JournalError when more is amiss. */
  load(headerFile: Buffer, bodyFile: Buffer, fresh: Genesis): void {
    const headers = this.cutHeaders(headerFile);
    const firstEnd = bodyFile.indexOf(0x0a);
    if (firstEnd < 0) {
      if (headers > 0) throw new JournalError("bodies.jsonl has no genesis line");
      ftruncateSync(this.bodies, 0);
      this.found = fresh;
      this.writeLine(JSON.stringify({ genesis: fresh }));
      return;
    }
    this.found = JSON.parse(bodyFile.toString("utf8", 0, firstEnd)).genesis;
    this.indexBodies(bodyFile, firstEnd + 1, headers);
  }

  readHeaders(): Buffer {
    const { size } = fstatSync(this.headers);
    const buffer = Buffer.alloc(size);
    readSync(this.headers, buffer, 0, size, 0);
    return buffer;
  }

  bodyNumbers(): number[] {
    return [...this.places.keys()];
  }

  readBody(number: number): string {
    const { offset, length } = present(this.places.get(number), `body of block ${number}`);
    const buffer = Buffer.alloc(length);
    readSync(this.bodies, buffer, 0, length, offset);
    return buffer.toString("utf8");
  }

  append(record: Buffer, body: { number: number; line: string } | null): void {
    if (body) this.places.set(body.number, this.writeLine(body.line));
    const end = fstatSync(this.headers).size;
    writeSync(this.headers, record, 0, record.length, end - (end % RECORD_BYTES));
    fsyncSync(this.headers);
  }

  truncate(height: number): void {
    ftruncateSync(this.headers, height * RECORD_BYTES);
    fsyncSync(this.headers);
    for (const [number, place] of this.places) {
      if (number <= height) continue;
      this.bodiesEnd = Math.min(this.bodiesEnd, place.offset);
      this.places.delete(number);
    }
    ftruncateSync(this.bodies, this.bodiesEnd);
    fsyncSync(this.bodies);
  }

  close(): void {
    closeSync(this.headers);
    closeSync(this.bodies);
  }

  private writeLine(line: string): Place {
    const bytes = Buffer.from(`${line}\n`, "utf8");
    const offset = this.bodiesEnd;
    writeSync(this.bodies, bytes, 0, bytes.length, offset);
    fsyncSync(this.bodies);
    this.bodiesEnd = offset + bytes.length;
    return { offset, length: bytes.length - 1 };
  }

  /** How many headers are whole; what follows the last of them is cut off. */
  private cutHeaders(file: Buffer): number {
    const count = Math.floor(file.length / RECORD_BYTES);
    let intact = 0;
    while (intact < count) {
      const start = intact * RECORD_BYTES;
      if (!isIntact(file.subarray(start, start + RECORD_BYTES))) break;
      intact++;
    }
    if (intact < count - 1) throw new JournalError(`headers.bin is damaged at block ${intact + 1}`);
    ftruncateSync(this.headers, intact * RECORD_BYTES);
    return intact;
  }

  private indexBodies(file: Buffer, from: number, head: number): void {
    let offset = from;
    while (offset < file.length) {
      const end = file.indexOf(0x0a, offset);
      if (end < 0) break;
      const number = numberOf(file.toString("utf8", offset, Math.min(end, offset + 40)));
      if (number === undefined) throw new JournalError(`bodies.jsonl is damaged at byte ${offset}`);
      if (number > head) break;
      this.places.set(number, { offset, length: end - offset });
      offset = end + 1;
    }
    this.bodiesEnd = offset;
    ftruncateSync(this.bodies, offset);
  }
}

/** The block number that a body's line begins with. */
function numberOf(start: string): number | undefined {
  const match = /^\{"number":(\d+),/.exec(start);
  return match ? Number(match[1]) : undefined;
}

/** Opens or starts the journal in that folder, or one that lives in memory only. Throws JournalError. */
export function openJournal(dataDir: string | null, fresh: Genesis): Journal {
  if (dataDir === null) return new MemoryJournal(fresh);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const headersPath = join(dataDir, "headers.bin");
  const bodiesPath = join(dataDir, "bodies.jsonl");
  const journal = new FileJournal(openFile(headersPath), openFile(bodiesPath));
  journal.load(readFileSync(headersPath), readFileSync(bodiesPath), fresh);
  return journal;
}

function openFile(path: string): number {
  closeSync(openSync(path, "a", 0o600));
  return openSync(path, "r+");
}
