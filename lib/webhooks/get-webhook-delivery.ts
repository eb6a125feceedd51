import { and, desc, eq } from "drizzle-orm";
import type { WebhookEvent } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { webhookAttempts } from "@/lib/db";
import { isUuid } from "@/lib/kit";
import { eventNotFound, readEvent, viewOf } from "./internal";
import { unsignedHeaders } from "./sign";

const MOST_ATTEMPTS = 50;

/** One try to deliver an event. */
export interface DeliveryAttempt {
  readonly attempt: number;
  readonly url: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly statusCode: number | null;
  readonly error: string | null;
  /** What was sent above the body; a signature is not kept, and stands there as "…". */
  readonly sentHeaders: readonly (readonly [string, string])[];
  /** The headers of the answer, a line each. */
  readonly answerHeaders: string | null;
  /** The beginning of what the receiver answered. */
  readonly answer: string | null;
}

/** An event with the exact bytes that are sent, and its newest tries. */
export interface WebhookDelivery {
  readonly event: WebhookEvent;
  readonly body: string;
  readonly attempts: readonly DeliveryAttempt[];
}

/** One event of the merchant with its body and its newest 50 tries. Throws scope_missing, not_found. */
export async function getWebhookDelivery(ctx: Context, id: string): Promise<WebhookDelivery> {
  requirePermission(ctx, "webhooks:read");
  const merchantId = merchantOf(ctx);
  if (!isUuid(id)) throw eventNotFound();
  return transact(ctx, async (tx) => {
    const row = await readEvent(tx, merchantId, id, "none");
    const attempts = await tx
      .select()
      .from(webhookAttempts)
      .where(and(eq(webhookAttempts.merchantId, merchantId), eq(webhookAttempts.eventId, id)))
      .orderBy(desc(webhookAttempts.attempt))
      .limit(MOST_ATTEMPTS);
    return {
      event: viewOf(row),
      body: row.body,
      attempts: attempts.map(
        ({ merchantId: _, eventId: __, responseExcerpt, responseHeaders, ...rest }) => ({
          ...rest,
          sentHeaders: Object.entries(
            unsignedHeaders({
              eventId: id,
              attempt: rest.attempt,
              at: rest.startedAt,
              test: row.type === "test",
            }),
          ),
          answerHeaders: responseHeaders,
          answer: responseExcerpt,
        }),
      ),
    };
  });
}
