import { and, asc, eq, isNull, lt, sql } from "drizzle-orm";
import { type Context, requirePermission, transact } from "@/lib/command";
import { chainCursors, invoices, type Tx } from "@/lib/db";
import type { NetworkId } from "@/lib/kit";
import { applyStep, feeRuleOf, lockInvoice, stateOf } from "./internal";
import { decide } from "./state";

const BATCH = 100;

/**
 * Ends the invoices of a network whose time is over: the clock is past the timer, final blocks have been
 * read beyond a block later than it, and nothing that was seen in time awaits finality. Each in a
 * transaction of its own; answers how many ended.
 */
export async function expireInvoices(ctx: Context, network: NetworkId): Promise<number> {
  requirePermission(ctx, "jobs");
  const due = await ctx.db.orm
    .select({ merchantId: invoices.merchantId, id: invoices.id })
    .from(invoices)
    .innerJoin(chainCursors, eq(chainCursors.network, invoices.network))
    .where(
      and(
        eq(invoices.network, network),
        eq(invoices.status, "initiated"),
        lt(invoices.expiresAt, ctx.now()),
        lt(invoices.expiresAt, chainCursors.finalTime),
        isNull(chainCursors.haltedReason),
        nothingAwaitsFinality,
      ),
    )
    .orderBy(asc(invoices.expiresAt))
    .limit(BATCH);
  let ended = 0;
  for (const invoice of due) {
    ended += (await expireOne(ctx, network, invoice.merchantId, invoice.id)) ? 1 : 0;
  }
  return ended;
}

const nothingAwaitsFinality = sql`not exists (
  select 1 from chain_transfers t where t.merchant_id = ${invoices.merchantId} and t.owner_id = ${invoices.id}
    and t.state = 'seen' and t.block_time <= ${invoices.expiresAt})`;

function expireOne(
  ctx: Context,
  network: NetworkId,
  merchantId: string,
  id: string,
): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const row = await lockInvoice(tx, merchantId, id);
    if (row?.status !== "initiated" || !(await isStillDue(ctx, tx, network, id))) return false;
    const decision = decide(stateOf(row), { kind: "timer_ended" }, feeRuleOf(row));
    if ("rejection" in decision) return false;
    await applyStep(ctx, tx, row, decision, { action: "invoice.expired" });
    return true;
  });
}

async function isStillDue(ctx: Context, tx: Tx, network: NetworkId, id: string): Promise<boolean> {
  const rows = await tx
    .select({ id: invoices.id })
    .from(invoices)
    .innerJoin(chainCursors, eq(chainCursors.network, network))
    .where(
      and(
        eq(invoices.id, id),
        lt(invoices.expiresAt, ctx.now()),
        lt(invoices.expiresAt, chainCursors.finalTime),
        isNull(chainCursors.haltedReason),
        nothingAwaitsFinality,
      ),
    );
  return rows.length > 0;
}
