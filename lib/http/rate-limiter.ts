import { RateLimiterMemory } from "rate-limiter-flexible";
import { WINDOW_SECONDS } from "@/lib/api";
import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { type Counted, keyOf, type LimitDecision } from "./limit-decision";
import { type Moment, retryAfterSeconds, windowAt, windowRestSeconds } from "./sliding-window";
import { Tallies } from "./tallies";

const DATABASE_PATIENCE_MS = 2_000;
const AVOID_MS = 1_000;
const MAX_REFUSALS = 10_000;
// Expired counters are swept about once in that many windows' worth of requests, by whoever comes by.
const SWEEP_EVERY_MS = 300_000;

/**
 * Counts requests in PostgreSQL, shared by every instance: one statement counts and decides, so a burst
 * over several processes lets exactly the limit through, and refused requests are not counted. While the
 * database is slow or away, each process counts for itself.
 */
export class RateLimiter {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #refusals = new Map<string, { until: number; decision: LimitDecision }>();
  readonly #insurance = new RateLimiterMemory({
    points: Number.MAX_SAFE_INTEGER,
    duration: WINDOW_SECONDS,
  });
  readonly #tallies: Tallies;
  #avoidUntil = 0;
  #sweepAt = Date.now() + SWEEP_EVERY_MS;

  constructor(db: Database, log: Logger) {
    this.#db = db;
    this.#log = log;
    this.#tallies = new Tallies(db, log);
  }

  /** Takes one request out of a bucket of `limit` per 15 minutes. */
  async take(bucket: string, limit: number): Promise<LimitDecision> {
    const now = Date.now();
    const refusal = this.#refusals.get(bucket);
    if (refusal && refusal.until > now && refusal.decision.limit === limit) return refusal.decision;
    if (now < this.#avoidUntil) return this.#takeInsured(bucket, limit);
    try {
      const moment = windowAt(now);
      const counts = await withPatience(this.#count(bucket, limit, moment));
      this.#tallies.learn(bucket, counts, moment);
      return this.#decide(bucket, limit, counts, moment, now);
    } catch (error) {
      this.#avoidUntil = Date.now() + AVOID_MS;
      this.#log.warn({ error: String(error) }, "rate limits are counted in memory");
      return this.#takeInsured(bucket, limit);
    }
  }

  /**
   * Takes one request that costs next to nothing out of such a bucket, without asking the database. Null when only
   * `take` can say; a bucket that is new here is one of those, and known from the next time on.
   */
  takeLightly(bucket: string, limit: number): LimitDecision | null {
    return this.#tallies.take(bucket, limit);
  }

  /** Gives one request back to a bucket. */
  async giveBack(bucket: string): Promise<void> {
    const key = keyOf(bucket, windowAt(Date.now()).index);
    try {
      await withPatience(
        this.#db.sql`update rate_limits set points = points - 1 where key = ${key} and points > 0`,
      );
    } catch (error) {
      this.#log.warn({ error: String(error) }, "a rate limit was not given back");
    }
  }

  async #count(bucket: string, limit: number, moment: Moment): Promise<Counted> {
    const current = keyOf(bucket, moment.index);
    const previous = keyOf(bucket, moment.index - 1);
    const [row] = await this.#db.sql<Counted[]>`
      with before as (
        select coalesce((select points from rate_limits where key = ${previous}), 0) as points
      ), room as (
        select floor(${limit}::int - before.points * ${moment.weight}::float8)::int as points from before
      ), counted as (
        insert into rate_limits as r (key, points, expire)
        select ${current}, 1, ${moment.forgottenAt}::bigint from room where room.points > 0
        on conflict (key) do update set points = r.points + 1 where r.points < (select points from room)
        returning r.points
      )
      select (select points from counted) as counted, before.points as previous,
        coalesce((select points from rate_limits where key = ${current}), 0) as current from before`;
    if (!row) throw new Error("the counter answered nothing");
    this.#sweep();
    return row;
  }

  #decide(
    bucket: string,
    limit: number,
    counts: Counted,
    moment: Moment,
    now: number,
  ): LimitDecision {
    if (counts.counted !== null) {
      const used = counts.counted + counts.previous * moment.weight;
      const remaining = Math.max(0, Math.floor(limit - used));
      return { allowed: true, limit, remaining, resetSeconds: windowRestSeconds(moment) };
    }
    const wait = retryAfterSeconds(limit, counts.previous, counts.current, moment);
    const decision = { allowed: false, limit, remaining: 0, resetSeconds: wait };
    // A flood of refused requests costs the database one statement a second.
    if (this.#refusals.size >= MAX_REFUSALS) this.#refusals.clear();
    this.#refusals.set(bucket, { until: now + 1_000, decision });
    return decision;
  }

  async #takeInsured(bucket: string, limit: number): Promise<LimitDecision> {
    const result = await this.#insurance.consume(bucket);
    return {
      allowed: result.consumedPoints <= limit,
      limit,
      remaining: Math.max(0, limit - result.consumedPoints),
      resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)),
    };
  }

  #sweep(): void {
    const now = Date.now();
    if (now < this.#sweepAt) return;
    this.#sweepAt = now + SWEEP_EVERY_MS;
    const gone = this.#db.sql`delete from rate_limits where key in (
      select key from rate_limits where expire < ${now} order by expire limit 5000)`;
    gone.catch((error: unknown) =>
      this.#log.warn({ error: String(error) }, "old rate limits stay"),
    );
  }
}

async function withPatience<T>(work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error("the database is slow"));
    // After a stall of this process the answer may lie in its socket already, which is read after the timers.
    timer = setTimeout(() => setImmediate(giveUp), DATABASE_PATIENCE_MS);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
