import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import {
  DEEPEST_ROW,
  pageOf,
  type WebhookEventPage,
  type WebhookEventsRequest,
  windowOf,
} from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { webhookEvents } from "@/lib/db";
import { viewOf } from "./internal";

/**
 * The merchant's events, newest first, by page number or cursor; `totalDocs` stops counting at 10,000.
 * Throws scope_missing, validation_failed (page too deep, bad cursor).
 */
export async function listWebhookEvents(
  ctx: Context,
  request: WebhookEventsRequest,
): Promise<WebhookEventPage> {
  requirePermission(ctx, "webhooks:read");
  const { after, skip, take } = windowOf(request);
  const { deliveryStatus } = request;
  const matching = and(
    eq(webhookEvents.merchantId, merchantOf(ctx)),
    deliveryStatus === "pending"
      ? inArray(webhookEvents.deliveryStatus, ["pending", "held"])
      : deliveryStatus && eq(webhookEvents.deliveryStatus, deliveryStatus),
  );
  return transact(ctx, async (tx) => {
    // Ids are made in the order of time: the index by id is the list's.
    const rows = await tx
      .select()
      .from(webhookEvents)
      .where(and(matching, after ? lt(webhookEvents.id, after.id) : undefined))
      .orderBy(desc(webhookEvents.id))
      .offset(skip)
      .limit(take);
    const capped = tx
      .select({ one: sql`1`.as("one") })
      .from(webhookEvents)
      .where(matching)
      .limit(DEEPEST_ROW)
      .as("capped");
    const [counted] = await tx.select({ total: sql<number>`count(*)::int` }).from(capped);
    const { docs, ...page } = pageOf(request, rows, counted?.total ?? 0, (row) => row);
    return { ...page, docs: docs.map(viewOf) };
  });
}
