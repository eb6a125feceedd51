import type { Database, TransactionSql } from "@/lib/db";
import { planAnew } from "./plan-anew";

export interface DueEvent {
  readonly merchantId: string;
  readonly id: string;
  readonly url: string;
}

export interface DueSearch {
  /** Merchants that may not send more now. */
  readonly busyMerchants: readonly string[];
  /** At most so many events of one merchant. */
  readonly perMerchant: number;
  /** In a backlog: the merchant after whom to look. */
  readonly after: string;
}

export interface DueEvents {
  readonly events: readonly DueEvent[];
  /** Merchants with due events that have to wait for their endpoint. */
  readonly closed: readonly string[];
  /** Where the next search of a backlog begins. */
  readonly after: string;
  /** Whether merchants are left that this search did not look at. */
  readonly more: boolean;
}

export const FIRST_MERCHANT = "00000000-0000-0000-0000-000000000000";
const WINDOW = 500;
const MERCHANTS_PER_SEARCH = 1_000;

/**
 * What may be attempted now by database time, each merchant's oldest first and the merchants in turn. Looks
 * at the oldest due rows; when there are more of those, one merchant's may be hiding the others' and the
 * merchants are walked one by one instead.
 */
export async function findDue(db: Database, search: DueSearch): Promise<DueEvents> {
  const { seen, events, closed } = await searchOldest(db, search);
  if (seen < WINDOW) return { events, closed, after: FIRST_MERCHANT, more: false };
  const walked = await searchByMerchant(db, search);
  return { ...walked, closed };
}

type DueRow = { merchant_id: string | null; id: string; url: string };

function toEvents(rows: readonly DueRow[]): DueEvent[] {
  return rows.flatMap((row) =>
    row.merchant_id === null ? [] : [{ merchantId: row.merchant_id, id: row.id, url: row.url }],
  );
}

async function searchOldest(db: Database, search: DueSearch) {
  const rows = await planAnew<DueRow & { seen: number; closed: readonly string[] | null }>(
    db,
    (sql) => sql`
    with oldest as materialized (
      select e.merchant_id, e.id, e.subject_id, e.url, e.next_attempt_at, e.leased_until,
        not ${mayGo(sql)} as closed
      from webhook_events e where e.delivery_status = 'pending' and e.next_attempt_at <= now()
      order by e.next_attempt_at limit ${WINDOW}
    ), ready as (
      select e.merchant_id, e.id, e.url, e.next_attempt_at, row_number() over (
        partition by e.merchant_id order by e.next_attempt_at, e.id) as place
      from oldest e
      where e.url is not null and not e.closed and (e.leased_until is null or e.leased_until <= now())
        and e.merchant_id <> all (${[...search.busyMerchants]}::uuid[])
        and ${isFirstOfSubject(sql)}
    )
    select (select count(*)::int from oldest) as seen, r.merchant_id, r.id, r.url,
      (select array_agg(distinct merchant_id) from oldest where closed) as closed
    from (select 1) one left join ready r on r.place <= ${search.perMerchant}
    order by r.place, r.next_attempt_at, r.id`,
  );
  const [first] = rows;
  return { seen: first?.seen ?? 0, events: toEvents(rows), closed: first?.closed ?? [] };
}

async function searchByMerchant(
  db: Database,
  search: DueSearch,
): Promise<Omit<DueEvents, "closed">> {
  const rows = await planAnew<DueRow & { last: string | null; walked: number }>(
    db,
    (sql) => sql`
    with met as materialized (
      select id from merchants where id > ${search.after}::uuid order by id
      limit ${MERCHANTS_PER_SEARCH}
    ), ready as (
      select c.*, row_number() over (partition by c.merchant_id order by c.id) as place
      from met cross join lateral (
        select e.merchant_id, e.id, e.url, e.next_attempt_at from webhook_events e
        where e.merchant_id = met.id and e.delivery_status = ${pendingByMerchant(sql)}
          and e.next_attempt_at <= now() and e.url is not null
          and (e.leased_until is null or e.leased_until <= now()) and ${mayGo(sql)}
          and ${isFirstOfSubject(sql)}
        order by e.id limit ${search.perMerchant}
      ) c
      where met.id <> all (${[...search.busyMerchants]}::uuid[])
    )
    select (select id from met order by id desc limit 1) as last,
      (select count(*)::int from met) as walked, r.merchant_id, r.id, r.url
    from (select 1) one left join ready r on true
    order by r.place, r.next_attempt_at, r.id`,
  );
  const [first] = rows;
  const ended = (first?.walked ?? 0) < MERCHANTS_PER_SEARCH;
  return {
    events: toEvents(rows),
    after: ended ? FIRST_MERCHANT : (first?.last ?? FIRST_MERCHANT),
    more: !ended,
  };
}

/**
 * Section 7: a later event of one transaction waits until the earlier one is delivered or had two attempts.
 * An outbox that has just filled up has no statistics, so this leaves the planner no choice: a scalar
 * subquery (`not exists` becomes a join), and conditions that fit the index by subject alone.
 */
export function isFirstOfSubject(sql: TransactionSql) {
  return sql`(
    select earlier.id from webhook_events earlier
    where earlier.merchant_id = e.merchant_id and earlier.subject_id = e.subject_id
      and earlier.id::text collate "C" < e.id::text
      and earlier.delivery_status || '' = 'pending' and earlier.attempts < 2
    limit 1) is null`;
}

/** Whether its endpoint is open, or none of its concern: a record's own URL, or a try by hand. */
export function mayGo(sql: TransactionSql) {
  return sql`(e.own_url or e.by_hand or e.merchant_id not in (
    select h.merchant_id from webhook_endpoints h where h.state <> 'active'))`;
}

// Not a constant, so that the planner can't take the index of due rows, which has everyone's in it.
function pendingByMerchant(sql: TransactionSql) {
  return sql`(select 'pending')`;
}
