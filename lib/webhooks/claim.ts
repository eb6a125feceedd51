import type { Database, WebhookType } from "@/lib/db";
import { type DueEvent, isFirstOfSubject, mayGo } from "./find-due";
import { planAnew } from "./plan-anew";

export interface ClaimedEvent {
  readonly merchantId: string;
  readonly id: string;
  readonly type: WebhookType;
  readonly url: string;
  readonly body: string;
  /** Of the attempt that this claim is for, from 1. */
  readonly attempt: number;
  /** The end of the lease as the database writes it: no two claims of an event have the same. */
  readonly lease: string;
  /** Database time of the claim. */
  readonly claimedAt: Date;
  /** The merchant's secrets that sign now, the newest first. */
  readonly sealedSecrets: readonly string[];
}

interface ClaimedRow {
  readonly merchant_id: string;
  readonly id: string;
  readonly type: WebhookType;
  readonly url: string;
  readonly body: string;
  readonly attempts: number;
  readonly lease: string;
  readonly claimed_at_ms: number;
  readonly webhook_secret: string;
  readonly retired_secrets: readonly string[];
}

/**
 * Takes events for one attempt each, by a lease in database time. Those that another worker holds or that
 * are not due any more are left out. A worker that dies loses its lease and the attempt is made again.
 */
export async function claimEvents(
  db: Database,
  wanted: readonly DueEvent[],
  leaseMs: number,
): Promise<ClaimedEvent[]> {
  if (wanted.length === 0) return [];
  const rows = await planAnew<ClaimedRow>(
    db,
    (sql) => sql`
    with wanted as (
      select * from unnest(
        ${wanted.map((e) => e.merchantId)}::uuid[], ${wanted.map((e) => e.id)}::uuid[]
      ) as w (merchant_id, id)
    ), free as (
      select held.* from wanted w cross join lateral (
        select e.merchant_id, e.id from webhook_events e
        where e.merchant_id = w.merchant_id and e.id = w.id
          and e.delivery_status = 'pending' and e.next_attempt_at <= now() and e.url is not null
          and (e.leased_until is null or e.leased_until <= now()) and ${mayGo(sql)} and ${isFirstOfSubject(sql)}
        for update skip locked
      ) held
    )
    update webhook_events e
    set leased_until = now() + ${leaseMs}::int * interval '1 millisecond'
    from free, merchants m
    where e.merchant_id = free.merchant_id and e.id = free.id and m.id = e.merchant_id
    returning e.merchant_id, e.id, e.type, e.url, e.body, e.attempts, e.leased_until::text as lease,
      (extract(epoch from now()) * 1000)::float8 as claimed_at_ms, m.webhook_secret,
      array(select r.secret from retired_webhook_secrets r
        where r.merchant_id = e.merchant_id and r.signs_until > now() order by r.id desc
      ) as retired_secrets`,
  );
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    id: row.id,
    type: row.type,
    url: row.url,
    body: row.body,
    attempt: row.attempts + 1,
    lease: row.lease,
    claimedAt: new Date(row.claimed_at_ms),
    sealedSecrets: [row.webhook_secret, ...row.retired_secrets],
  }));
}
