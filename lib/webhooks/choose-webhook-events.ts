import { sql } from "drizzle-orm";
import {
  audit,
  type Context,
  merchantOf,
  readAlone,
  requirePermission,
  transact,
} from "@/lib/command";
import { webhookEndpoints } from "@/lib/db";
import { AppError, assert } from "@/lib/kit";

/** What is sent to a merchant's own URL, a type and a status each. */
export const WEBHOOK_EVENTS = [
  "deposit confirmed",
  "deposit failed",
  "withdrawal pending",
  "withdrawal completed",
  "withdrawal failed",
  "withdrawal rejected",
  "payout completed",
  "payout failed",
] as const;
export type WebhookEventName = (typeof WEBHOOK_EVENTS)[number];

export interface EventChoice {
  readonly chosen: readonly WebhookEventName[];
  /** What was chosen when the person began: another choice made meanwhile is not written over. */
  readonly seen: readonly WebhookEventName[];
}

/**
 * Sends these events to the merchant's own URL and no others; all of them unless somebody chose. Events that are not sent
 * are written all the same and stand as failed. Throws scope_missing, stale_version.
 */
export async function chooseWebhookEvents(ctx: Context, choice: EventChoice): Promise<void> {
  requirePermission(ctx, "webhooks:write");
  const merchantId = merchantOf(ctx);
  const after = mutedOf(choice.chosen);
  await transact(ctx, async (tx) => {
    await tx.insert(webhookEndpoints).values({ merchantId }).onConflictDoNothing();
    const mine = sql`merchant_id = ${merchantId}`;
    const [row] = await tx
      .select({ muted: webhookEndpoints.muted })
      .from(webhookEndpoints)
      .where(mine)
      .for("update");
    assert(row, `the endpoint of ${merchantId} vanished`);
    const before = mutedOf(chosenOf(row.muted));
    if (before.join() !== mutedOf(choice.seen).join()) throw new AppError("stale_version");
    if (before.join() === after.join()) return;
    await tx.update(webhookEndpoints).set({ muted: after }).where(mine);
    await audit(ctx, tx, {
      merchantId,
      action: "webhook_events.chosen",
      subjectKind: "merchant",
      subjectId: merchantId,
      data: { before: chosenOf(before), after: chosenOf(after) },
    });
  });
}

/** The events that are sent to the merchant's own URL. Throws scope_missing. */
export async function getChosenEvents(ctx: Context): Promise<readonly WebhookEventName[]> {
  requirePermission(ctx, "webhooks:read");
  const [row] = await readAlone<{ muted: string[] }>(
    ctx,
    sql`select muted from webhook_endpoints where merchant_id = bound.id`,
  );
  return chosenOf(row?.muted ?? []);
}

const chosenOf = (muted: readonly string[]) =>
  WEBHOOK_EVENTS.filter((name) => !muted.includes(name));
const mutedOf = (chosen: readonly WebhookEventName[]) =>
  WEBHOOK_EVENTS.filter((name) => !chosen.includes(name));
