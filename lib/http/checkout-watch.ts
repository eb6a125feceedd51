import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { sameEtag } from "./etag";

/** How a payment page's rows stood: see `checkout_marks` in the database. */
interface Mark {
  readonly text: string;
  /** ms since 1970. */
  readonly expiresAt: number;
}

interface Page {
  readonly merchantId: string;
  mark: Mark;
  /** When the rows were last known to stand so: the moment before they were asked (`performance.now()`). */
  knownAt: number;
  /** Whether its time was over then. */
  over: boolean;
  askedAt: number;
  /** Until the rows are read anew. */
  doubted: boolean;
  /** The last answer: its ETag, the mark that it was made under, and whether the time was over then. */
  answer: { readonly etag: string; readonly mark: string; readonly over: boolean } | null;
  readonly listeners: Set<() => void>;
}

interface MarkRow {
  readonly code: string;
  readonly merchant_id: string;
  readonly mark: string;
  readonly expires_at_ms: number;
}

const ROUND_MS = 1_000;
/** Older knowledge answers nobody: the database is asked as if nothing were known. */
const FRESH_MS = 2_500;
/** A hidden page asks every 30 seconds. */
const FORGET_MS = 45_000;
const MAX_PAGES = 50_000;
const CODES_PER_STATEMENT = 2_000;

/**
 * Knows which of the payment pages that browsers keep open have changed: one statement a second asks for all of
 * them, so that a poll that finds nothing new costs this process next to nothing, and streams are told at once.
 * What it says is at most `FRESH_MS` old; while nobody looks at a page, nothing is asked.
 */
export class CheckoutWatch {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #pages = new Map<string, Page>();
  #timer: NodeJS.Timeout | null = null;
  /** Counts doubts, of pages too that are not known yet. */
  #doubts = 0;
  #failing = false;

  constructor(db: Database, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** Reads an answer to a poll at `now`, and remembers what it is known by. Throws what `read` throws. */
  async remember<T>(
    code: string,
    now: Date,
    read: () => Promise<T>,
    etagOf: (answer: T) => string,
  ): Promise<T> {
    // Asked before the answer is read: a change between the two makes the answer look old, never new.
    const knownAt = performance.now();
    const doubts = this.#doubts;
    const [row] = await this.#readMarks([code]);
    const answer = await read();
    if (row && doubts === this.#doubts) {
      const page = this.#open(row, knownAt);
      const over = now.getTime() > page.mark.expiresAt;
      page.answer = { etag: etagOf(answer), mark: row.mark, over };
    }
    return answer;
  }

  /** Whether a poll with that If-None-Match would find nothing new. False when that is not known. */
  isUnchanged(code: string, ifNoneMatch: string): boolean {
    const page = this.#pages.get(code);
    if (!page) return false;
    const now = performance.now();
    page.askedAt = now;
    const { answer, mark, knownAt } = page;
    return (
      answer !== null &&
      !page.doubted &&
      now - knownAt <= FRESH_MS &&
      answer.mark === mark.text &&
      answer.over === isOver(mark) &&
      sameEtag(ifNoneMatch, answer.etag)
    );
  }

  /** After a write of this process: its pages (of a merchant or of one code) are read anew by whoever asks next. */
  doubt(of: { readonly merchantId: string } | { readonly code: string }): void {
    const now = performance.now();
    this.#doubts += 1;
    for (const [code, page] of this.#pages) {
      if ("code" in of ? of.code !== code : of.merchantId !== page.merchantId) continue;
      // A round that is under way may have read what was there before, and so may a poll.
      page.knownAt = now;
      page.doubted = true;
    }
  }

  /** What the last answer of that code's page is known by; "" when there was none. */
  etagOf(code: string): string {
    return this.#pages.get(code)?.answer?.etag ?? "";
  }

  /** Calls `tell` whenever the page of that code has changed, until it is left. Null when there is no such page. */
  async listen(code: string, tell: () => void): Promise<(() => void) | null> {
    const knownAt = performance.now();
    const [row] = await this.#readMarks([code]);
    if (!row) return null;
    const page = this.#open(row, knownAt);
    // Streams are few enough to be counted by who opens them.
    this.#pages.set(code, page);
    const { listeners } = page;
    listeners.add(tell);
    return () => listeners.delete(tell);
  }

  #open(row: MarkRow, knownAt: number): Page {
    const known = this.#pages.get(row.code);
    const page = known ?? newPage(row, knownAt);
    if (known) learn(known, row, knownAt);
    page.askedAt = performance.now();
    if (!known && this.#pages.size < MAX_PAGES) this.#pages.set(row.code, page);
    this.#timer ??= this.#schedule();
    return page;
  }

  #schedule(): NodeJS.Timeout {
    return setTimeout(() => void this.#round(), ROUND_MS).unref();
  }

  async #round(): Promise<void> {
    try {
      await this.#refresh();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#log.warn({ error: String(error) }, "open pages are not watched");
      this.#failing = true;
    }
    this.#timer = this.#pages.size > 0 ? this.#schedule() : null;
  }

  async #refresh(): Promise<void> {
    this.#forget();
    const codes = [...this.#pages.keys()];
    for (let at = 0; at < codes.length; at += CODES_PER_STATEMENT) {
      const asked = codes.slice(at, at + CODES_PER_STATEMENT);
      const knownAt = performance.now();
      for (const row of await this.#readMarks(asked)) {
        const page = this.#pages.get(row.code);
        if (page) learn(page, row, knownAt);
      }
    }
  }

  #forget(): void {
    const before = performance.now() - FORGET_MS;
    for (const [code, page] of this.#pages) {
      if (page.askedAt < before && page.listeners.size === 0) this.#pages.delete(code);
    }
  }

  #readMarks(codes: readonly string[]): Promise<readonly MarkRow[]> {
    return this.#db.sql<MarkRow[]>`
      select code, merchant_id, mark, expires_at_ms from checkout_marks(${codes as string[]}::text[])`;
  }
}

function newPage(row: MarkRow, knownAt: number): Page {
  const mark = markOf(row);
  const { merchant_id: merchantId } = row;
  const over = isOver(mark);
  const fresh = { doubted: false, answer: null, listeners: new Set<() => void>() };
  return { merchantId, mark, knownAt, over, askedAt: knownAt, ...fresh };
}

function markOf(row: MarkRow): Mark {
  return { text: row.mark, expiresAt: row.expires_at_ms };
}

function isOver({ expiresAt }: Mark): boolean {
  return Date.now() > expiresAt;
}

/** Takes in how the rows stood at `knownAt`, and tells who listens when that is news. */
function learn(page: Page, row: MarkRow, knownAt: number): void {
  if (knownAt < page.knownAt) return;
  const before = page.mark;
  if (row.mark !== before.text) page.mark = markOf(row);
  const over = isOver(page.mark);
  const isNews = row.mark !== before.text || over !== page.over;
  Object.assign(page, { knownAt, over, doubted: false });
  if (isNews) for (const tell of page.listeners) tell();
}
