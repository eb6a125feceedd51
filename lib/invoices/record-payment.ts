import { and, eq, isNull, sql } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { invoices, type Tx } from "@/lib/db";
import { present, type Units } from "@/lib/kit";
import { applyStep, feeRuleOf, type InvoiceRow, lockInvoice, stateOf } from "./internal";
import { decide } from "./state";

export interface FinalPayment {
  readonly merchantId: string;
  readonly invoiceId: string;
  readonly amount: Units;
  readonly blockTime: Date;
  readonly txHash: string;
}

/** Marks when a payment of an invoice was first seen on chain. Nothing else changes before finality. */
export async function markDetected(
  ctx: Context,
  tx: Tx,
  invoice: { readonly merchantId: string; readonly invoiceId: string },
): Promise<void> {
  await tx
    .update(invoices)
    .set({ detectedAt: ctx.now() })
    .where(
      and(
        eq(invoices.merchantId, invoice.merchantId),
        eq(invoices.id, invoice.invoiceId),
        isNull(invoices.detectedAt),
      ),
    );
}

/** Takes the mark back when a reorganisation left the invoice without any payment. */
export async function unmarkDetected(
  tx: Tx,
  invoice: { readonly merchantId: string; readonly invoiceId: string },
): Promise<void> {
  await tx
    .update(invoices)
    .set({ detectedAt: null })
    .where(
      and(
        eq(invoices.merchantId, invoice.merchantId),
        eq(invoices.id, invoice.invoiceId),
        sql`not exists (select 1 from chain_transfers t where t.merchant_id = ${invoice.merchantId}
          and t.owner_id = ${invoice.invoiceId} and t.state <> 'orphaned')`,
      ),
    );
}

/**
 * Books a final payment on its invoice inside the caller's transaction; the caller has posted the money as
 * received. Answers whether the payment was late.
 */
export async function recordPayment(
  ctx: Context,
  tx: Tx,
  payment: FinalPayment,
): Promise<{ readonly late: boolean }> {
  const row = await endTimerFirst(
    ctx,
    tx,
    present(
      await lockInvoice(tx, payment.merchantId, payment.invoiceId),
      `invoice ${payment.invoiceId}`,
    ),
    payment,
  );
  const decision = decide(
    stateOf(row),
    { kind: "payment_final", amount: payment.amount, blockTime: payment.blockTime },
    feeRuleOf(row),
  );
  if ("rejection" in decision) throw new Error(`a payment was refused: ${decision.rejection}`);
  await applyStep(ctx, tx, row, decision, {
    action: "invoice.payment_final",
    txHash: payment.txHash,
  });
  return { late: decision.late };
}

/** A late payment of an invoice whose timer nobody has ended yet ends it: failed is told before what follows. */
async function endTimerFirst(
  ctx: Context,
  tx: Tx,
  row: InvoiceRow,
  payment: FinalPayment,
): Promise<InvoiceRow> {
  if (row.status !== "initiated" || payment.blockTime <= row.expiresAt) return row;
  const decision = decide(stateOf(row), { kind: "timer_ended" }, feeRuleOf(row));
  if ("rejection" in decision) return row;
  return applyStep(ctx, tx, row, decision, { action: "invoice.expired" });
}

/** Credits an invoice whose money reached the merchant's wallet; false when it was credited already. */
export async function confirmSwept(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  invoiceId: string,
): Promise<InvoiceRow | null> {
  const row = await lockInvoice(tx, merchantId, invoiceId);
  if (!row) return null;
  const decision = decide(stateOf(row), { kind: "swept" }, feeRuleOf(row));
  if ("rejection" in decision) return null;
  return applyStep(ctx, tx, row, decision, { action: "invoice.confirmed" });
}
