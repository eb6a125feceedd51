import { setTimeout } from "node:timers/promises";
import { testWebhookBody, type WebhookEvent } from "@/lib/api";
import {
  audit,
  type Context,
  claimKey,
  emit,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { webhookEvents } from "@/lib/db";
import { AppError, newId } from "@/lib/kit";
import { isEvent, NO_URL, readEvent, readMerchant, viewOf } from "./internal";

const POLL_MS = 150;

/**
 * Sends an event of type `test`, with sample data, to the merchant's URL by the way that every event goes
 * (retries too), and waits until it was tried once, `waitMs` at most. Throws scope_missing, invalid_state
 * (no URL), request_in_progress.
 */
export async function sendTestWebhook(
  ctx: Context,
  waitMs: number,
  call?: IdempotentCall,
): Promise<WebhookEvent> {
  requirePermission(ctx, "webhooks:write");
  const merchantId = merchantOf(ctx);
  const id = await transact(ctx, async (tx) => {
    const { clientId, webhookUrl } = await readMerchant(tx, merchantId, "none");
    if (webhookUrl === null) throw new AppError("invalid_state", { public: NO_URL });
    const subjectId = newId();
    const eventId = await emit(ctx, tx, {
      merchantId,
      type: "test",
      subjectId,
      status: "confirmed",
      url: null,
      body: testWebhookBody({ id: subjectId, clientId, at: ctx.now() }),
    });
    // A test tells whether the receiver works again: it goes out to an endpoint that is paused or disabled too.
    await tx.update(webhookEvents).set({ byHand: true }).where(isEvent(merchantId, eventId));
    if (call) await claimKey(ctx, tx, call, eventId);
    await audit(ctx, tx, {
      merchantId,
      action: "webhook.tested",
      subjectKind: "webhook_event",
      subjectId: eventId,
      data: { url: webhookUrl },
    });
    return eventId;
  });
  return awaitAttempt(ctx, merchantId, id, waitMs);
}

async function awaitAttempt(
  ctx: Context,
  merchantId: string,
  id: string,
  waitMs: number,
): Promise<WebhookEvent> {
  const end = performance.now() + waitMs;
  for (;;) {
    const event = await transact(ctx, (tx) => readEvent(tx, merchantId, id, "none"));
    const left = end - performance.now();
    if (event.attempts > 0 || event.deliveryStatus !== "pending" || left <= 0) return viewOf(event);
    await setTimeout(Math.min(POLL_MS, left));
  }
}
