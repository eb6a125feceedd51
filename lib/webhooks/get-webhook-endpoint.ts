import { sql } from "drizzle-orm";
import { type Context, readActors, readAlone, requirePermission } from "@/lib/command";
import type { DisabledReason, EndpointState } from "@/lib/db";

const MOST_COUNTED = 10_000;

/** How it stands with the merchant's own webhook URL. */
export interface WebhookEndpoint {
  readonly url: string | null;
  readonly state: EndpointState;
  /** Since when it is paused or disabled. */
  readonly stateAt: Date | null;
  /** Who paused it; null: nobody who is known. */
  readonly pausedBy: string | null;
  readonly reason: DisabledReason | null;
  readonly failedTries: number;
  readonly givenUp: number;
  readonly failingSince: Date | null;
  /** Webhooks that wait until it is open again; 10,000 at most. */
  readonly waiting: number;
}

type Row = {
  url: string | null;
  state: EndpointState | null;
  state_at: string | null;
  paused_by: string | null;
  reason: DisabledReason | null;
  failed_tries: number | null;
  given_up: number | null;
  failing_since: string | null;
  waiting: number;
};

/** The state of the merchant's endpoint, and what waits for it. Throws scope_missing. */
export async function getWebhookEndpoint(ctx: Context): Promise<WebhookEndpoint> {
  requirePermission(ctx, "webhooks:read");
  const [row] = await readAlone<Row>(
    ctx,
    sql`select m.webhook_url as url, h.*, (select count(*)::int from (
        select 1 from webhook_events where merchant_id = bound.id and delivery_status = 'held'
        limit ${MOST_COUNTED}::int) held) as waiting
      from merchants m left join webhook_endpoints h on h.merchant_id = m.id where m.id = bound.id`,
  );
  const pausedBy = row?.paused_by ?? null;
  const actors = await readActors(ctx, pausedBy === null ? [] : [pausedBy]);
  return {
    url: row?.url ?? null,
    state: row?.state ?? "active",
    stateAt: timeOf(row?.state_at),
    pausedBy: pausedBy === null ? null : (actors.get(pausedBy)?.name ?? null),
    reason: row?.reason ?? null,
    failedTries: row?.failed_tries ?? 0,
    givenUp: row?.given_up ?? 0,
    failingSince: timeOf(row?.failing_since),
    waiting: row?.waiting ?? 0,
  };
}

/** Since when nothing is sent because the endpoint failed; null: it is not so. One row by its key. Throws scope_missing. */
export async function findDisabledWebhooks(ctx: Context): Promise<Date | null> {
  requirePermission(ctx, "webhooks:read");
  const [row] = await readAlone<{ state_at: string }>(
    ctx,
    sql`select h.state_at from webhook_endpoints h join merchants m on m.id = h.merchant_id
      where h.merchant_id = bound.id and h.state = 'disabled' and m.webhook_url is not null`,
  );
  return timeOf(row?.state_at);
}

function timeOf(text: string | null | undefined): Date | null {
  return text === null || text === undefined ? null : new Date(text);
}
