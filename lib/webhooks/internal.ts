import { and, eq } from "drizzle-orm";
import type { WebhookEvent } from "@/lib/api";
import { merchants, type Tx, webhookEvents } from "@/lib/db";
import { AppError, isoTime } from "@/lib/kit";

export type EventRow = typeof webhookEvents.$inferSelect;
export const NO_URL = "No webhook URL is set";

export function isEvent(merchantId: string, id: string) {
  return and(eq(webhookEvents.merchantId, merchantId), eq(webhookEvents.id, id));
}

/** One event of the merchant, locked for the rest of the transaction when it is to be changed. Throws not_found. */
export async function readEvent(
  tx: Tx,
  merchantId: string,
  id: string,
  lock: "update" | "none",
): Promise<EventRow> {
  const query = tx.select().from(webhookEvents).where(isEvent(merchantId, id));
  const [row] = await (lock === "update" ? query.for("update") : query);
  if (!row) throw eventNotFound();
  return row;
}

export function eventNotFound(): AppError {
  return new AppError("not_found", { public: "Webhook event not found" });
}

/** The merchant's row; locked, it still lets others refer to it. */
export async function readMerchant(tx: Tx, merchantId: string, lock: "update" | "none") {
  const query = tx
    .select({
      clientId: merchants.clientId,
      webhookUrl: merchants.webhookUrl,
      webhookSecret: merchants.webhookSecret,
    })
    .from(merchants)
    .where(eq(merchants.id, merchantId));
  const [row] = await (lock === "update" ? query.for("no key update") : query);
  if (!row) throw new AppError("not_found", { internal: `merchant ${merchantId} is not there` });
  return row;
}

/** An event as the wire shows it. */
export function viewOf(row: EventRow): WebhookEvent {
  return {
    id: row.id,
    type: row.type,
    transactionId: row.subjectId,
    status: row.status,
    url: row.url,
    // What is held is pending without a time: it goes on when its endpoint does.
    deliveryStatus: row.deliveryStatus === "held" ? "pending" : row.deliveryStatus,
    attempts: row.attempts,
    lastStatusCode: row.lastStatusCode,
    lastError: row.lastError,
    nextAttemptAt: row.deliveryStatus === "pending" ? isoTime(row.nextAttemptAt) : null,
    createdAt: isoTime(row.createdAt),
  };
}
