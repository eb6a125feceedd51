import { sql } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import type { Tx } from "@/lib/db";
import type { ClaimedEvent } from "./claim";
import type { CountedTry } from "./endpoint-state";
import { type JudgeOptions, judgeEndpoints } from "./judge-endpoints";
import type { AttemptResult } from "./send";

export interface FinishedAttempt {
  readonly event: ClaimedEvent;
  readonly result: AttemptResult;
  /** Until the next attempt; null: there is none. */
  readonly waitMs: number | null;
}

type ChangedRow = {
  readonly id: string;
  /** It went to the merchant's own URL. */
  readonly counts: boolean;
  /** That URL failed the last time. */
  readonly ailing: boolean;
};

const GONE = 410;

/**
 * Records attempts, what becomes of their events and how their endpoints fare, in one transaction; where nothing fails
 * that is one statement. An attempt whose lease ran out meanwhile changes nothing. Answers the ids of the events that
 * were changed.
 */
export async function recordAttempts(
  ctx: Context,
  finished: readonly FinishedAttempt[],
  options: JudgeOptions,
): Promise<ReadonlySet<string>> {
  return transact(ctx, async (tx) => {
    // Together: the driver sends both before it waits. Planned for the outbox as it is now, as in `planAnew`.
    const [, rows] = await Promise.all([
      tx.execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`),
      write(tx, finished),
    ]);
    const tries = countedTries(finished, rows, options);
    if (tries.size > 0) await judgeEndpoints(ctx, tx, tries, options);
    return new Set(rows.map(({ id }) => id));
  });
}

async function write(tx: Tx, finished: readonly FinishedAttempt[]): Promise<readonly ChangedRow[]> {
  return tx.execute<ChangedRow>(sql`
    with done as (
      select * from jsonb_to_recordset(${JSON.stringify(finished.map(toRow))}::text::jsonb) as d (
        merchant_id uuid, event_id uuid, attempt int, lease timestamptz, url text,
        started_at timestamptz, duration_ms int, status_code int, error text,
        response_excerpt text, response_headers text, delivered boolean, wait_ms float8)
    ), changed as (
      update webhook_events e set
        attempts = d.attempt,
        leased_until = null,
        by_hand = false,
        last_status_code = d.status_code,
        last_error = d.error,
        delivery_status = case when d.delivered then 'delivered'
          when d.wait_ms is null then 'failed' else 'pending' end,
        delivered_at = case when d.delivered then now() end,
        next_attempt_at = case when d.delivered or d.wait_ms is null then e.next_attempt_at
          else now() + d.wait_ms * interval '1 millisecond' end
      from done d
      where e.merchant_id = d.merchant_id and e.id = d.event_id and e.delivery_status = 'pending'
        and e.leased_until = d.lease and e.attempts = d.attempt - 1
      returning e.merchant_id, e.id, d.url, e.own_url
    ), logged as (
      insert into webhook_attempts (merchant_id, event_id, attempt, url, started_at, duration_ms,
        status_code, error, response_excerpt, response_headers)
      select d.merchant_id, d.event_id, d.attempt, d.url, d.started_at, d.duration_ms,
        d.status_code, d.error, d.response_excerpt, d.response_headers
      from done d join changed c on c.merchant_id = d.merchant_id and c.id = d.event_id
    )
    select c.id, not c.own_url and c.url is not distinct from (
        select m.webhook_url from merchants m where m.id = c.merchant_id) as counts,
      coalesce((select h.failed_tries > 0 from webhook_endpoints h where h.merchant_id = c.merchant_id), false) as ailing
    from changed c`);
}

/** By merchant, of those whose endpoint's row has to change: where something fails, or failed before. */
function countedTries(
  finished: readonly FinishedAttempt[],
  rows: readonly ChangedRow[],
  { scheduleMs }: JudgeOptions,
): ReadonlyMap<string, readonly CountedTry[]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const tries = new Map<string, CountedTry[]>();
  const touched = new Set<string>();
  for (const { event, result, waitMs } of finished) {
    const row = byId.get(event.id);
    if (!row?.counts) continue;
    const { merchantId, claimedAt: at } = event;
    // A try by hand comes after those of the schedule: its webhook was counted as given up before.
    const givenUp = !result.delivered && waitMs === null && event.attempt === scheduleMs.length + 1;
    const one = { delivered: result.delivered, givenUp, gone: result.statusCode === GONE, at };
    tries.set(merchantId, [...(tries.get(merchantId) ?? []), one]);
    if (row.ailing || !result.delivered) touched.add(merchantId);
  }
  return new Map([...tries].filter(([merchantId]) => touched.has(merchantId)));
}

function toRow({ event, result, waitMs }: FinishedAttempt) {
  return {
    merchant_id: event.merchantId,
    event_id: event.id,
    attempt: event.attempt,
    lease: event.lease,
    url: event.url,
    started_at: event.claimedAt.toISOString(),
    duration_ms: result.durationMs,
    status_code: result.statusCode,
    error: result.error,
    response_excerpt: result.excerpt,
    response_headers: result.headers ?? null,
    delivered: result.delivered,
    wait_ms: waitMs,
  };
}
