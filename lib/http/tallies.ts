import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { type Counted, keyOf, type LimitDecision } from "./limit-decision";
import { type Moment, windowAt, windowRestSeconds } from "./sliding-window";

/** What this process knows of a bucket that it counts for a while by itself. */
interface Tally {
  /** The window that `current` was counted in. */
  index: number;
  /** As the shared counter last said; null: not asked yet. */
  current: number | null;
  previous: number;
  /** Counted here, and not told to the shared counter yet. */
  pending: number;
  usedAt: number;
}

const FLUSH_MS = 2_000;
const FORGET_MS = 60_000;
const MAX_TALLIES = 100_000;

/**
 * Counts requests that cost next to nothing: in memory, told to the shared counter in one statement every two
 * seconds. Several instances may together let through what they count in that time beyond a limit; for requests
 * that the database never hears of, that is no harm.
 */
export class Tallies {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #tallies = new Map<string, Tally>();
  #timer: NodeJS.Timeout | null = null;

  constructor(db: Database, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** Counts one request; null when only the shared counter can say whether it is allowed. */
  take(bucket: string, limit: number, now = Date.now()): LimitDecision | null {
    const moment = windowAt(now);
    const tally = this.#tallies.get(bucket) ?? this.#open(bucket, moment);
    if (tally === null) return null;
    tally.usedAt = now;
    if (tally.index !== moment.index || tally.current === null) return null;
    const used = tally.current + tally.pending + tally.previous * moment.weight;
    if (used + 1 > limit) return null;
    tally.pending += 1;
    const remaining = Math.max(0, Math.floor(limit - used - 1));
    return { allowed: true, limit, remaining, resetSeconds: windowRestSeconds(moment) };
  }

  /** Takes in what the shared counter said of a bucket. */
  learn(bucket: string, counts: Counted, moment: Moment): void {
    const tally = this.#tallies.get(bucket);
    if (!tally) return;
    tally.index = moment.index;
    tally.current = counts.counted ?? counts.current;
    tally.previous = counts.previous;
  }

  /** Tells the shared counter what was counted here. */
  async flush(): Promise<void> {
    const now = Date.now();
    const moment = windowAt(now);
    const counted: { bucket: string; tally: Tally; points: number }[] = [];
    for (const [bucket, tally] of this.#tallies) {
      if (tally.pending > 0) counted.push({ bucket, tally, points: tally.pending });
      else if (tally.usedAt < now - FORGET_MS) this.#tallies.delete(bucket);
    }
    try {
      if (counted.length > 0) await this.#tell(counted, moment);
    } catch (error) {
      this.#log.warn({ error: String(error) }, "requests are counted in memory a while longer");
    }
    this.#timer =
      this.#tallies.size > 0 ? setTimeout(() => void this.flush(), FLUSH_MS).unref() : null;
  }

  async #tell(
    counted: readonly { bucket: string; tally: Tally; points: number }[],
    moment: Moment,
  ): Promise<void> {
    // In one order everywhere, so that instances do not wait for each other in a circle.
    const sorted = counted
      .map((entry) => ({ ...entry, key: keyOf(entry.bucket, moment.index) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const rows = await this.#db.sql<{ key: string; points: number }[]>`
      insert into rate_limits as r (key, points, expire)
      select key, points, ${moment.forgottenAt}::bigint
      from unnest(${sorted.map(({ key }) => key)}::text[], ${sorted.map(({ points }) => points)}::int[])
        as u (key, points)
      on conflict (key) do update set points = r.points + excluded.points
      returning key, points`;
    const told = new Map(rows.map(({ key, points }) => [key, points]));
    for (const { key, tally, points } of sorted) {
      tally.pending -= points;
      if (tally.index === moment.index) tally.current = told.get(key) ?? tally.current;
    }
  }

  #open(bucket: string, moment: Moment): Tally | null {
    if (this.#tallies.size >= MAX_TALLIES) return null;
    const tally = { index: moment.index, current: null, previous: 0, pending: 0, usedAt: 0 };
    this.#tallies.set(bucket, tally);
    // From the first one on: those that nobody uses again are forgotten, too.
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
    return tally;
  }
}
