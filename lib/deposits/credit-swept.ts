import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { type Context, requirePermission, transact } from "@/lib/command";
import { chainCursors, invoices, sweeps } from "@/lib/db";
import { confirmSwept } from "@/lib/invoices";
import type { NetworkId } from "@/lib/kit";

const BATCH = 200;

/**
 * Credits the invoices whose money reached the merchant's wallet: confirmed, balance and webhook in one
 * transaction each. Answers how many.
 */
export async function creditSweptInvoices(ctx: Context, network: NetworkId): Promise<number> {
  requirePermission(ctx, "jobs");
  const due = await ctx.db.orm
    .select({ merchantId: invoices.merchantId, id: invoices.id })
    .from(invoices)
    .innerJoin(chainCursors, eq(chainCursors.network, invoices.network))
    .where(
      and(
        eq(invoices.network, network),
        eq(invoices.status, "amount_confirmed"),
        isNull(chainCursors.haltedReason),
        // A part payment may have been swept long before, for a withdrawal: all that was asked for must be there.
        sql`(select sum(${sweeps.amountUnits}) from ${sweeps} where ${sweeps.merchantId} = ${invoices.merchantId}
          and ${sweeps.network} = ${invoices.network} and ${sweeps.fromAddress} = ${invoices.address}
          and ${sweeps.state} = 'settled') >= ${invoices.amountUnits} - ${invoices.toleranceUnits}`,
      ),
    )
    .orderBy(asc(invoices.settledAt))
    .limit(BATCH);
  let credited = 0;
  for (const invoice of due) {
    const row = await transact(ctx, (tx) => confirmSwept(ctx, tx, invoice.merchantId, invoice.id));
    credited += row === null ? 0 : 1;
  }
  return credited;
}
