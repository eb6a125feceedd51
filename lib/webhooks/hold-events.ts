import type { Database } from "@/lib/db";
import { mayGo } from "./find-due";
import { planAnew } from "./plan-anew";

/** Of one merchant in one call. */
const AT_ONCE = 1_000;

/**
 * Lays aside what is due and must wait for its endpoint, 1,000 events of each merchant: kept, and met by no further
 * search. The endpoint's row is shared meanwhile, so that whoever opens it finds all that was laid aside before.
 * Answers how many.
 */
export async function holdEvents(db: Database, merchantIds: readonly string[]): Promise<number> {
  const rows = await planAnew<{ id: string }>(
    db,
    (sql) => sql`
    with closed as (
      select h.merchant_id from webhook_endpoints h
      where h.merchant_id = any(${[...merchantIds]}::uuid[]) and h.state <> 'active'
      order by h.merchant_id for share
    ), due as (
      select held.* from closed c cross join lateral (
        select e.merchant_id, e.id from webhook_events e
        where e.merchant_id = c.merchant_id and e.delivery_status = 'pending' and e.next_attempt_at <= now()
          and (e.leased_until is null or e.leased_until <= now()) and not ${mayGo(sql)}
        order by e.id limit ${AT_ONCE} for update skip locked
      ) held
    )
    update webhook_events e set delivery_status = 'held', leased_until = null
    from due d where e.merchant_id = d.merchant_id and e.id = d.id
    returning e.id`,
  );
  return rows.length;
}
