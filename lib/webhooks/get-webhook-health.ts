import { sql } from "drizzle-orm";
import { type Context, readAlone, requirePermission } from "@/lib/command";

const HOUR_MS = 3_600_000;
const HOURS = 24;
const DAYS = 7;
/** The newest deliveries that are looked at. */
export const MOST_LOOKED_AT = 5_000;

/** Deliveries of an hour or a day, the newest last. */
export interface HealthSpan {
  readonly from: Date;
  readonly delivered: number;
  readonly givenUp: number;
  readonly waiting: number;
}

/** How deliveries fared within a time. */
export interface HealthPeriod {
  readonly spans: readonly HealthSpan[];
  readonly delivered: number;
  readonly givenUp: number;
  readonly waiting: number;
  /** Times of answers (ms), of tries that were answered at all; null: there was none. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}

/** How the merchant's own webhook URL fares. */
export interface WebhookHealth {
  readonly day: HealthPeriod;
  readonly week: HealthPeriod;
  readonly lastTry: {
    readonly at: Date;
    readonly statusCode: number | null;
    readonly error: string | null;
    readonly durationMs: number;
  } | null;
  /** When something is sent next; null: nothing is planned. */
  readonly nextTryAt: Date | null;
  /** There were more deliveries in this week than are looked at. */
  readonly cut: boolean;
}

type Row = {
  spans: readonly {
    hour: number;
    delivered: number;
    given_up: number;
    waiting: number;
  }[];
  day: readonly [number | null, number | null];
  week: readonly [number | null, number | null];
  last_try: {
    started_at: string;
    status_code: number | null;
    error: string | null;
    duration_ms: number;
  } | null;
  next_try_at: string | null;
  looked_at: number;
};

/**
 * The deliveries of the last day and week to the merchant's own URL, by when their webhooks were made; of the newest
 * 5,000. Throws scope_missing.
 */
export async function getWebhookHealth(ctx: Context): Promise<WebhookHealth> {
  requirePermission(ctx, "webhooks:read");
  const now = ctx.now();
  const end = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS + HOUR_MS;
  const [row] = await readAlone<Row>(ctx, selectHealth(new Date(end)));
  const hours = new Map((row?.spans ?? []).map((span) => [span.hour, span]));
  const spanOf = (first: number, count: number): HealthSpan => {
    const sum = (of: (span: Row["spans"][number]) => number) =>
      Array.from({ length: count }, (_, n) => hours.get(first + n)).reduce(
        (total, span) => total + (span ? of(span) : 0),
        0,
      );
    return {
      from: new Date(end - (first + count) * HOUR_MS),
      delivered: sum((span) => span.delivered),
      givenUp: sum((span) => span.given_up),
      waiting: sum((span) => span.waiting),
    };
  };
  const lastTry = row?.last_try ?? null;
  return {
    day: period(HOURS, (n) => spanOf(n, 1), row?.day),
    week: period(DAYS, (n) => spanOf(n * HOURS, HOURS), row?.week),
    lastTry: lastTry && {
      at: new Date(lastTry.started_at),
      statusCode: lastTry.status_code,
      error: lastTry.error,
      durationMs: lastTry.duration_ms,
    },
    nextTryAt: row?.next_try_at ? new Date(row.next_try_at) : null,
    cut: row?.looked_at === MOST_LOOKED_AT,
  };
}

function period(
  count: number,
  spanAt: (n: number) => HealthSpan,
  times: readonly [number | null, number | null] | undefined,
): HealthPeriod {
  const spans = Array.from({ length: count }, (_, n) => spanAt(count - 1 - n));
  const sum = (of: (span: HealthSpan) => number) =>
    spans.reduce((total, span) => total + of(span), 0);
  return {
    spans,
    delivered: sum((span) => span.delivered),
    givenUp: sum((span) => span.givenUp),
    waiting: sum((span) => span.waiting),
    medianMs: times?.[0] ?? null,
    p95Ms: times?.[1] ?? null,
  };
}

/** Hours are counted back from the end of the one that runs. */
function selectHealth(end: Date) {
  const until = sql`${end.toISOString()}::timestamptz`;
  const times = (hours: number) => sql`(select json_build_array(
      round(percentile_cont(0.5) within group (order by duration_ms)),
      round(percentile_cont(0.95) within group (order by duration_ms)))
    from tries where status_code is not null and hour < ${hours}::int)`;
  return sql`
    with newest as materialized (
      select id, delivery_status, created_at, own_url, url from webhook_events
      where merchant_id = bound.id order by id desc limit ${MOST_LOOKED_AT}::int
    ), recent as materialized (
      select id, delivery_status, floor(extract(epoch from ${until} - created_at) / 3600)::int as hour
      from newest where not own_url and url is not null and created_at > ${until} - interval '7 days'
    ), tries as materialized (
      select r.hour, a.started_at, a.duration_ms, a.status_code, a.error
      from recent r join webhook_attempts a on a.merchant_id = bound.id and a.event_id = r.id
    )
    select (select count(*)::int from newest) as looked_at,
      coalesce((select json_agg(s) from (
        select greatest(hour, 0) as hour, count(*) filter (where delivery_status = 'delivered')::int as delivered,
          count(*) filter (where delivery_status = 'failed')::int as given_up,
          count(*) filter (where delivery_status in ('pending', 'held'))::int as waiting
        from recent group by 1) s), '[]') as spans,
      ${times(HOURS)} as day, ${times(DAYS * HOURS)} as week,
      (select row_to_json(t) from (select started_at, status_code, error, duration_ms from tries
        order by started_at desc limit 1) t) as last_try,
      (select min(p.next_attempt_at) from (select next_attempt_at from webhook_events
        where merchant_id = bound.id and delivery_status = 'pending' and url is not null and not own_url
        limit 10000) p) as next_try_at`;
}
