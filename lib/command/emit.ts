import { eq, sql } from "drizzle-orm";
import { merchants, type Tx, type WebhookType, webhookEvents } from "@/lib/db";
import { newId } from "@/lib/kit";
import type { Context } from "./context";

export interface OutboxEvent {
  readonly merchantId: string;
  readonly type: WebhookType;
  /** The transaction record that this tells of. */
  readonly subjectId: string;
  /** The status word of the wire. */
  readonly status: string;
  /** The record's own URL; null: the merchant's. */
  readonly url: string | null;
  /** The exact text that will be signed and sent. */
  readonly body: string;
}

/**
 * Announces a change: an outbox row in the transaction that made it. `webhooks` alone reads the outbox.
 * With no URL anywhere the event stands as failed, to be sent by hand once there is one.
 */
export async function emit(ctx: Context, tx: Tx, event: OutboxEvent): Promise<string> {
  const url = event.url ?? (await merchantUrl(tx, event.merchantId));
  const id = newId();
  await tx.insert(webhookEvents).values({
    merchantId: event.merchantId,
    id,
    type: event.type,
    subjectId: event.subjectId,
    status: event.status,
    url,
    ownUrl: event.url !== null,
    body: event.body,
    deliveryStatus: url === null ? "failed" : "pending",
    lastError: url === null ? "No webhook URL is set" : null,
    // The database's clock, as the delivery's: a host that is ahead would delay the first attempt.
    nextAttemptAt: sql`now()`,
    createdAt: ctx.now(),
  });
  return id;
}

async function merchantUrl(tx: Tx, merchantId: string): Promise<string | null> {
  const [row] = await tx
    .select({ url: merchants.webhookUrl })
    .from(merchants)
    .where(eq(merchants.id, merchantId));
  return row?.url ?? null;
}
