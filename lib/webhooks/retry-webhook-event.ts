import { and, eq, sql } from "drizzle-orm";
import type { WebhookEvent } from "@/lib/api";
import {
  audit,
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { type Tx, webhookEvents } from "@/lib/db";
import { AppError, assert, isUuid } from "@/lib/kit";
import { type EventRow, eventNotFound, NO_URL, readEvent, readMerchant, viewOf } from "./internal";

/** Between two attempts by hand of one event, so that a hundred clicks are no hundred requests. */
const REST_SECONDS = 5;

/**
 * Makes an event due at once, with the same id and body, whatever became of it: one that is delivered is sent
 * again. At most one attempt follows a call: one that is in flight or due already is let be, and attempts by
 * hand are 5 s apart. An event without a URL of its own goes to the merchant's present one.
 * Throws scope_missing, not_found, invalid_state (no URL), request_in_progress.
 */
export async function retryWebhookEvent(
  ctx: Context,
  id: string,
  call?: IdempotentCall,
): Promise<WebhookEvent> {
  requirePermission(ctx, "webhooks:write");
  const merchantId = merchantOf(ctx);
  if (!isUuid(id)) throw eventNotFound();
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, id);
    const event = await readEvent(tx, merchantId, id, "update");
    const { webhookUrl } = await readMerchant(tx, merchantId, "none");
    const url = event.ownUrl ? event.url : (webhookUrl ?? event.url);
    if (url === null) throw new AppError("invalid_state", { public: NO_URL });
    const planned = await plan(tx, event, url);
    if (!planned) return viewOf(event);
    await audit(ctx, tx, {
      merchantId,
      action: "webhook.retried",
      subjectKind: "webhook_event",
      subjectId: id,
      data: { was: event.deliveryStatus, attempts: event.attempts, url },
    });
    return viewOf(planned);
  });
}

/** Null when an attempt is in flight, or as near as it may be. All by the database's clock, as the delivery. */
async function plan(tx: Tx, event: EventRow, url: string): Promise<EventRow | null> {
  const [clock] = await tx.execute<{ in_flight: boolean; at: string; sooner: boolean }>(sql`
    select coalesce(e.leased_until > now(), false) as in_flight, d.at::text as at,
      e.delivery_status <> 'pending' or d.at < e.next_attempt_at or e.url is distinct from ${url}
        or not e.by_hand and exists (select from webhook_endpoints h
          where h.merchant_id = e.merchant_id and h.state <> 'active') as sooner
    from webhook_events e cross join lateral (
      select greatest(now(), (
        select a.started_at + ${REST_SECONDS}::int * interval '1 second' from webhook_attempts a
        where a.merchant_id = e.merchant_id and a.event_id = e.id order by a.attempt desc limit 1
      )) as at
    ) d
    where e.merchant_id = ${event.merchantId} and e.id = ${event.id}`);
  assert(clock, `event ${event.id} vanished under its lock`);
  if (clock.in_flight || !clock.sooner) return null;
  const [planned] = await tx
    .update(webhookEvents)
    .set({
      url,
      deliveryStatus: "pending",
      byHand: true,
      leasedUntil: null,
      nextAttemptAt: sql`${clock.at}::timestamptz`,
    })
    .where(
      and(
        eq(webhookEvents.merchantId, event.merchantId),
        eq(webhookEvents.id, event.id),
        eq(webhookEvents.deliveryStatus, event.deliveryStatus),
        eq(webhookEvents.attempts, event.attempts),
      ),
    )
    .returning();
  assert(planned, `event ${event.id} changed under its lock`);
  return planned;
}

/** The event that a retry was about, as it is now. Throws scope_missing, not_found. */
export async function getWebhookEvent(ctx: Context, id: string): Promise<WebhookEvent> {
  requirePermission(ctx, "webhooks:read");
  const merchantId = merchantOf(ctx);
  if (!isUuid(id)) throw eventNotFound();
  return transact(ctx, async (tx) => viewOf(await readEvent(tx, merchantId, id, "none")));
}
