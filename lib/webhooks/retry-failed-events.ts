import { sql } from "drizzle-orm";
import {
  audit,
  type Context,
  merchantOf,
  NOT_CHOSEN,
  requirePermission,
  transact,
} from "@/lib/command";
import { AppError } from "@/lib/kit";

/** What one call makes due at the most; asked again, it goes on with the rest. */
export const MOST_RETRIED = 500;
/** As between two attempts by hand of one event. */
const REST_SECONDS = 5;
const NOBODY = "00000000-0000-0000-0000-000000000000";

export interface GivenUpSince {
  readonly since: Date;
  /** The last event of the call before this one: each is sent once however often it fails meanwhile. */
  readonly after?: string | undefined;
}

/**
 * Makes every event due again that was given up since then (made or tried since), the oldest first, 500 at most; those
 * without a URL of their own go to the merchant's present one. Answers how many, whether some are left, and the last one.
 * Throws scope_missing, validation_failed (no time, or one to come).
 */
export async function retryFailedEvents(
  ctx: Context,
  { since, after }: GivenUpSince,
): Promise<{ readonly retried: number; readonly more: boolean; readonly last: string | null }> {
  requirePermission(ctx, "webhooks:write");
  const merchantId = merchantOf(ctx);
  if (!(since.getTime() <= ctx.now().getTime())) {
    const message = "must be a time that is past";
    throw new AppError("validation_failed", { details: [{ path: "since", message }] });
  }
  return transact(ctx, async (tx) => {
    const rows = await tx.execute<{ id: string; more: boolean }>(sql`
      with given_up as (
        select e.id, case when e.own_url then e.url else coalesce(m.webhook_url, e.url) end as url
        from webhook_events e join merchants m on m.id = e.merchant_id
        where e.merchant_id = ${merchantId} and e.delivery_status = 'failed'
          and e.id > ${after ?? NOBODY}::uuid
          and (e.created_at >= ${since.toISOString()}::timestamptz or exists (select from webhook_attempts a
            where a.merchant_id = e.merchant_id and a.event_id = e.id and a.started_at >= ${since.toISOString()}::timestamptz))
          and (m.webhook_url is not null or e.url is not null) and e.last_error is distinct from ${NOT_CHOSEN}
        order by e.id limit ${MOST_RETRIED + 1}::int for update of e
      ), chosen as (select * from given_up order by id limit ${MOST_RETRIED}::int)
      update webhook_events e set delivery_status = 'pending', leased_until = null, url = c.url,
        next_attempt_at = greatest(now(), (
          select a.started_at + ${REST_SECONDS}::int * interval '1 second' from webhook_attempts a
          where a.merchant_id = e.merchant_id and a.event_id = e.id order by a.attempt desc limit 1))
      from chosen c
      where e.merchant_id = ${merchantId} and e.id = c.id and e.delivery_status = 'failed' and c.url is not null
      returning e.id, (select count(*) > ${MOST_RETRIED}::int from given_up) as more`);
    const retried = rows.length;
    if (retried > 0) {
      await audit(ctx, tx, {
        merchantId,
        action: "webhook.failed_retried",
        subjectKind: "merchant",
        subjectId: merchantId,
        data: { since: since.toISOString(), retried },
      });
    }
    const last =
      rows
        .map(({ id }) => id)
        .sort()
        .at(-1) ?? null;
    return { retried, more: rows[0]?.more ?? false, last };
  });
}
