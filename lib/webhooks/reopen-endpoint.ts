import { eq, sql } from "drizzle-orm";
import { audit, type Context } from "@/lib/command";
import { type Tx, webhookEndpoints } from "@/lib/db";
import { assert } from "@/lib/kit";
import { type Endpoint, UNTOUCHED } from "./endpoint-state";

/** The state alone: what failed before a person paused it is still counted. */
const OPEN = { state: "active", stateAt: null, pausedBy: null, reason: null } as const;

/** What one step lets go at the most; asked again, it goes on with the rest. */
export const MOST_RESUMED = 1_000;

/** What a step of opening an endpoint did. */
export interface Resumed {
  /** Webhooks that had waited and are sent now. */
  readonly released: number;
  /** Some are left: the endpoint is opened by the step that finds none. */
  readonly more: boolean;
  /** When the failures began that are over now; null: there were none, or it was open already. */
  readonly since: Date | null;
}

/** The endpoint's row, locked until the transaction ends; null when nothing ever happened to it. */
export async function lockEndpoint(tx: Tx, merchantId: string): Promise<Endpoint | null> {
  const [row] = await tx
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.merchantId, merchantId))
    .for("update");
  return row ?? null;
}

/**
 * One step of opening an endpoint, whose row the caller has locked: lets go what waited, the oldest first and to the
 * merchant's present URL, and opens it when nothing is left. Broken off between two steps, what was let go is sent and the
 * rest waits on; nothing is sent twice.
 */
export async function reopenEndpoint(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  endpoint: Endpoint,
): Promise<Resumed> {
  // While the endpoint is closed, what a person lets go is sent like what is sent by hand.
  const rows = await tx.execute<{ more: boolean }>(sql`
    with waiting as (
      select e.id from webhook_events e where e.merchant_id = ${merchantId} and e.delivery_status = 'held'
      order by e.id limit ${MOST_RESUMED + 1}::int for update
    ), counted as (select count(*) > ${MOST_RESUMED}::int as more from waiting),
    chosen as (select id from waiting order by id limit ${MOST_RESUMED}::int)
    update webhook_events e set delivery_status = 'pending', leased_until = null, by_hand = n.more,
      url = coalesce(m.webhook_url, e.url)
    from chosen c, counted n, merchants m
    where e.merchant_id = ${merchantId} and e.id = c.id and m.id = e.merchant_id and e.delivery_status = 'held'
    returning n.more`);
  if (rows[0]?.more) return { released: rows.length, more: true, since: null };
  const changed = await tx
    .update(webhookEndpoints)
    .set(endpoint.state === "disabled" ? { ...UNTOUCHED } : OPEN)
    .where(sql`merchant_id = ${merchantId} and state = ${endpoint.state}`)
    .returning({ merchantId: webhookEndpoints.merchantId });
  assert(changed.length === 1, `the endpoint of ${merchantId} changed under its lock`);
  const { state: was, reason, failingSince } = endpoint;
  await audit(ctx, tx, {
    merchantId,
    action: "webhook_endpoint.resumed",
    subjectKind: "merchant",
    subjectId: merchantId,
    data: { was, ...(reason === null ? {} : { reason }) },
  });
  return { released: rows.length, more: false, since: failingSince };
}
