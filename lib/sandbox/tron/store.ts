import { createHash } from "node:crypto";
import { assert } from "@/lib/kit";

/** Keys that changed and their new values; null removes one. */
export type Diff = ReadonlyMap<string, string | null>;

export interface StateReader {
  get(key: string): string | undefined;
}

interface Undo {
  readonly height: number;
  readonly before: ReadonlyMap<string, string | undefined>;
}

function weight(key: string, value: string): bigint {
  const digest = createHash("sha256").update(key).update("\0").update(value).digest("hex");
  return BigInt(`0x${digest}`);
}

/**
 * Everything that blocks change, as texts under texts. The root is a sum of hashes over all entries, so equal
 * states have equal roots however they came about. Recent blocks can be looked back at, and taken back.
 */
export class Store implements StateReader {
  private readonly entries = new Map<string, string>();
  private undo: Undo[] = [];
  private sum = 0n;
  private oldest = 0;

  get(key: string): string | undefined {
    return this.entries.get(key);
  }

  keys(): IterableIterator<string> {
    return this.entries.keys();
  }

  /** 64 hex digits that stand for the whole state. */
  get root(): string {
    return BigInt.asUintN(256, this.sum).toString(16).padStart(64, "0");
  }

  /** The lowest height whose state is still known. */
  get horizon(): number {
    return this.oldest;
  }

  /** Makes a block's changes, remembering what was there before. */
  apply(height: number, diff: Diff): void {
    if (diff.size === 0) return;
    const before = new Map<string, string | undefined>();
    for (const [key, value] of diff) {
      before.set(key, this.entries.get(key));
      this.put(key, value ?? undefined);
    }
    this.undo.push({ height, before });
  }

  /** Takes back every block above that height. */
  rollback(height: number): void {
    assert(height >= this.oldest, `the state of block ${height} is forgotten`);
    for (let last = this.undo.at(-1); last && last.height > height; last = this.undo.at(-1)) {
      for (const [key, value] of last.before) this.put(key, value);
      this.undo.pop();
    }
  }

  /** The state as it was after the block at that height. */
  at(height: number): StateReader {
    assert(height >= this.oldest, `the state of block ${height} is forgotten`);
    const later = this.undo.filter((entry) => entry.height > height);
    return {
      get: (key) => {
        const changed = later.find((entry) => entry.before.has(key));
        return changed ? changed.before.get(key) : this.entries.get(key);
      },
    };
  }

  /** Gives up looking back further than that height. */
  forgetBelow(height: number): void {
    if (height <= this.oldest) return;
    this.oldest = height;
    const [first] = this.undo;
    if (first && first.height <= height) {
      this.undo = this.undo.filter((entry) => entry.height > height);
    }
  }

  private put(key: string, value: string | undefined): void {
    const old = this.entries.get(key);
    if (old !== undefined) this.sum -= weight(key, old);
    if (value === undefined) this.entries.delete(key);
    else this.entries.set(key, value);
    if (value !== undefined) this.sum += weight(key, value);
  }
}
