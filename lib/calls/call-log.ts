import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { type AnsweredCall, type CallRow, rowOf } from "./call-row";

/** What became of lines: "written"; "dropped", as too many came; "lost", as the database was away or did not take them. */
export type LineOutcome = "written" | "dropped" | "lost";

export interface CallLogOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly count: (outcome: LineOutcome, lines: number) => void;
}

const WAIT_MS = 1_000;
const AT_ONCE = 250;
/** Masked without a pause: nobody's answer waits longer than these take. */
const IN_ONE_GO = 20;
const MOST_LINES = 2_000;
const MOST_BYTES = 24_000_000;
/** Of one merchant between two writes: who is turned away may ask as often as they like. */
const MOST_REFUSED = 50;
const TURNED_AWAY = new Set([401, 403, 429]);
const PATIENCE_MS = 3_000;

/**
 * Writes down the API's calls beside answering them: collected in memory, masked and written a second later, of all
 * merchants in one statement. Calls never wait for it; what is too much, and what the database does not take, is lost.
 */
export class CallLog {
  readonly #options: CallLogOptions;
  #waiting: AnsweredCall[] = [];
  #bytes = 0;
  #refused = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #failing = false;

  constructor(options: CallLogOptions) {
    this.#options = options;
  }

  /** Takes an answered call down. */
  note(call: AnsweredCall): void {
    if (TURNED_AWAY.has(call.status) && this.#isFlood(call.merchantId)) {
      this.#options.count("dropped", 1);
      return;
    }
    this.#waiting.push(call);
    this.#bytes += weightOf(call);
    let dropped = 0;
    while (this.#waiting.length - dropped > MOST_LINES || this.#bytes > MOST_BYTES) {
      const oldest = this.#waiting[dropped];
      if (oldest === undefined) break;
      this.#bytes -= weightOf(oldest);
      dropped += 1;
    }
    if (dropped > 0) {
      this.#waiting.splice(0, dropped);
      this.#options.count("dropped", dropped);
    }
    if (this.#waiting.length >= AT_ONCE) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), WAIT_MS).unref();
  }

  /** Writes what waits; for the end of the process. Gives up after a while. */
  async close(): Promise<void> {
    this.#write();
    let patience: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      patience = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([this.#writing, over]);
    clearTimeout(patience);
  }

  #isFlood(merchantId: string): boolean {
    const seen = (this.#refused.get(merchantId) ?? 0) + 1;
    this.#refused.set(merchantId, seen);
    return seen > MOST_REFUSED;
  }

  #write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
      if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#write(), 0).unref();
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#refused.clear();
      const calls = this.#waiting.splice(0, AT_ONCE);
      for (const call of calls) this.#bytes -= weightOf(call);
      await this.#writeBatch(calls);
    }
  }

  async #writeBatch(calls: readonly AnsweredCall[]): Promise<void> {
    const { db, log, count } = this.#options;
    try {
      const rows = await masked(calls);
      const text = JSON.stringify(rows);
      const [row] = await db.sql<{ noted: number }[]>`
        select note_api_requests(${text}::text::jsonb) as noted`;
      const noted = row?.noted ?? 0;
      count("written", noted);
      if (noted < calls.length) count("lost", calls.length - noted);
      if (this.#failing) log.info({}, "calls are written down again");
      this.#failing = false;
    } catch (error) {
      count("lost", calls.length);
      if (!this.#failing) log.warn({ error: nameOf(error) }, "calls are not written down");
      this.#failing = true;
    }
  }
}

async function masked(calls: readonly AnsweredCall[]): Promise<readonly CallRow[]> {
  const rows: CallRow[] = [];
  for (const call of calls) {
    if (rows.length % IN_ONE_GO === IN_ONE_GO - 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    rows.push(rowOf(call));
  }
  return rows;
}

function weightOf({ sent, answered }: AnsweredCall): number {
  return sent.byteLength + 2 * (answered?.length ?? 0);
}

/** Never the message: the driver puts what it was given into some. */
function nameOf(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  return [name, code].filter(Boolean).join(" ");
}
