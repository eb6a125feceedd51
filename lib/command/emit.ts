import { eq, sql } from "drizzle-orm";
import { merchants, type Tx, type WebhookType, webhookEndpoints, webhookEvents } from "@/lib/db";
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

const NO_URL = "No webhook URL is set";
/** Why an event stands as failed that the merchant does not want. */
export const NOT_CHOSEN = "This event is not chosen";

/**
 * Announces a change: an outbox row in the transaction that made it. `webhooks` alone reads the outbox.
 * With no URL anywhere, or where the merchant chose other events, it stands as failed, to be sent by hand.
 */
export async function emit(ctx: Context, tx: Tx, event: OutboxEvent): Promise<string> {
  const general = event.url === null ? await merchantUrl(tx, event) : null;
  const url = event.url ?? general?.url ?? null;
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
    lastError: url === null ? (general?.muted ? NOT_CHOSEN : NO_URL) : null,
    // The database's clock, as the delivery's: a host that is ahead would delay the first attempt.
    nextAttemptAt: sql`now()`,
    createdAt: ctx.now(),
  });
  return id;
}

async function merchantUrl(tx: Tx, { merchantId, type, status }: OutboxEvent) {
  const [row] = await tx
    .select({ url: merchants.webhookUrl, muted: webhookEndpoints.muted })
    .from(merchants)
    .leftJoin(webhookEndpoints, eq(webhookEndpoints.merchantId, merchants.id))
    .where(eq(merchants.id, merchantId));
  const muted = row?.muted?.includes(`${type} ${status}`) ?? false;
  return { url: muted ? null : (row?.url ?? null), muted };
}
