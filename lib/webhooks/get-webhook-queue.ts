import { sql } from "drizzle-orm";
import { type Context, readAlone, requirePermission } from "@/lib/command";

/** Counted no further. */
export const MOST_QUEUED = 10_000;
/** What is due longer than this (s) is late: the queue does not keep up, or nobody works it off. */
const LATE_S = 60;

/** A merchant's webhooks that are still to be sent. */
export interface WebhookQueue {
  /** At most `MOST_QUEUED`. */
  readonly waiting: number;
  /** Whether one that is due has not been tried for a minute. */
  readonly late: boolean;
}

/** How many webhooks of the merchant wait, and whether any waits too long. Throws scope_missing. */
export async function getWebhookQueue(ctx: Context): Promise<WebhookQueue> {
  requirePermission(ctx, "webhooks:read");
  const [row] = await readAlone<{ waiting: number; late: boolean | null }>(
    ctx,
    sql`select count(*)::int as waiting, bool_or(queued.late) as late
      from (select delivery_status = 'pending' and next_attempt_at < now() - ${LATE_S}::int * interval '1 second'
          and (leased_until is null or leased_until < now()) as late
        from webhook_events where merchant_id = bound.id and delivery_status in ('pending', 'held')
        limit ${MOST_QUEUED}::int) queued`,
  );
  return { waiting: row?.waiting ?? 0, late: row?.late ?? false };
}
