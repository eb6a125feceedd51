import type { Database } from "@/lib/db";
import type { ClaimedEvent } from "./claim";
import { planAnew } from "./plan-anew";
import type { AttemptResult } from "./send";

export interface FinishedAttempt {
  readonly event: ClaimedEvent;
  readonly result: AttemptResult;
  /** Until the next attempt; null: there is none. */
  readonly waitMs: number | null;
}

/**
 * Records attempts and what becomes of their events, in one statement and so in one transaction. An attempt
 * whose lease ran out meanwhile changes nothing. Answers the ids of the events that were changed.
 */
export async function recordAttempts(
  db: Database,
  finished: readonly FinishedAttempt[],
): Promise<ReadonlySet<string>> {
  const rows = await planAnew<{ event_id: string }>(
    db,
    (sql) => sql`
    with done as (
      select * from jsonb_to_recordset(${JSON.stringify(finished.map(toRow))}::text::jsonb) as d (
        merchant_id uuid, event_id uuid, attempt int, lease timestamptz, url text,
        started_at timestamptz, duration_ms int, status_code int, error text,
        response_excerpt text, delivered boolean, wait_ms float8)
    ), changed as (
      update webhook_events e set
        attempts = d.attempt,
        leased_until = null,
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
      returning e.merchant_id, e.id
    )
    insert into webhook_attempts (merchant_id, event_id, attempt, url, started_at, duration_ms,
      status_code, error, response_excerpt)
    select d.merchant_id, d.event_id, d.attempt, d.url, d.started_at, d.duration_ms,
      d.status_code, d.error, d.response_excerpt
    from done d join changed c on c.merchant_id = d.merchant_id and c.id = d.event_id
    returning event_id`,
  );
  return new Set(rows.map((row) => row.event_id));
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
    delivered: result.delivered,
    wait_ms: waitMs,
  };
}
