import { and, desc, eq, gt, sql } from "drizzle-orm";
import { type LookupView, wireAmount } from "@/lib/api";
import type { Context } from "@/lib/command";
import { type Database, paymentLookups } from "@/lib/db";
import { AppError, newId, present } from "@/lib/kit";
import { withCheckout } from "./get-checkout";
import { lockInvoice } from "./internal";

const SAME_MS = 60_000;
const HOUR_MS = 3_600_000;
const PER_HOUR = 20;
/** By then the worker has answered, or nobody will. */
const PATIENCE_MS = 30_000;

type LookupRow = typeof paymentLookups.$inferSelect;

/**
 * Asks the worker what became of a transaction (64 hex digits, bare and in lower case) that the payer of that public code
 * sent. The same hash within a minute is the same question. Null when there is no such page; throws rate_limited after
 * twenty questions an hour.
 */
export async function requestLookup(
  ctx: Context,
  code: string,
  txHash: string,
): Promise<LookupView | null> {
  return withCheckout(ctx.db, code, async (tx, found) => {
    const now = ctx.now();
    const since = (ms: number) => new Date(now.getTime() - ms);
    // Under the invoice's lock, so that two clicks are one question and nobody asks past the limit.
    const invoice = present(await lockInvoice(tx, found.merchantId, found.id), "the invoice");
    const mine = and(
      eq(paymentLookups.merchantId, invoice.merchantId),
      eq(paymentLookups.invoiceId, invoice.id),
    );
    const [same] = await tx
      .select()
      .from(paymentLookups)
      .where(
        and(mine, eq(paymentLookups.txHash, txHash), gt(paymentLookups.createdAt, since(SAME_MS))),
      )
      .orderBy(desc(paymentLookups.createdAt))
      .limit(1);
    if (same) return viewOf(same, now);
    const [asked] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(paymentLookups)
      .where(and(mine, gt(paymentLookups.createdAt, since(HOUR_MS))));
    if ((asked?.count ?? 0) >= PER_HOUR) throw new AppError("rate_limited");
    const { merchantId, id: invoiceId } = invoice;
    const values = { merchantId, id: newId(), invoiceId, txHash, createdAt: now };
    const [row] = await tx.insert(paymentLookups).values(values).returning();
    return viewOf(present(row, "the lookup"), now);
  });
}

/** A question of that public code and what is known by now; null when there is no such page or question. */
export async function findLookup(
  db: Database,
  code: string,
  id: string,
  now: Date,
): Promise<LookupView | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  return withCheckout(db, code, async (tx, invoice) => {
    const [row] = await tx
      .select()
      .from(paymentLookups)
      .where(
        and(
          eq(paymentLookups.merchantId, invoice.merchantId),
          eq(paymentLookups.invoiceId, invoice.id),
          eq(paymentLookups.id, id),
        ),
      );
    return row ? viewOf(row, now) : null;
  });
}

function viewOf(row: LookupRow, now: Date): LookupView {
  const forgotten = now.getTime() - row.createdAt.getTime() > PATIENCE_MS;
  return {
    id: row.id,
    reason: row.reason ?? (forgotten ? "unavailable" : null),
    network: row.network,
    amount: row.amountUnits === null ? null : wireAmount(row.amountUnits),
    remaining: row.remainingUnits === null ? null : wireAmount(row.remainingUnits),
    confirmations: row.confirmations,
    requiredConfirmations: row.requiredConfirmations,
    walletAddress: row.otherAddress,
  };
}
