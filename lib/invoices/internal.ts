import { and, eq } from "drizzle-orm";
import { webhookBody } from "@/lib/api";
import { audit, type Context, emit } from "@/lib/command";
import { invoices, merchants, type Tx } from "@/lib/db";
import { assert, formatAmount, getNetwork, present } from "@/lib/kit";
import { depositCredited, post } from "@/lib/ledger";
import { depositFee } from "@/lib/merchants";
import { readRecord } from "@/lib/records";
import type { FeeRule, InvoiceState, InvoiceStep } from "./state";

export type InvoiceRow = typeof invoices.$inferSelect;

/** Locks an invoice for the rest of the transaction; null when the merchant has none of that id. */
export async function lockInvoice(
  tx: Tx,
  merchantId: string,
  invoiceId: string,
): Promise<InvoiceRow | null> {
  const [row] = await tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.merchantId, merchantId), eq(invoices.id, invoiceId)))
    .for("update");
  return row ?? null;
}

export function stateOf(row: InvoiceRow): InvoiceState {
  return {
    status: row.status,
    exception: row.exception,
    reason: row.reason === "expired" || row.reason === "underpaid" ? row.reason : null,
    late: row.late,
    amount: row.amountUnits,
    tolerance: row.toleranceUnits,
    received: row.receivedUnits,
    credited: row.creditedUnits,
    fee: row.feeUnits,
    creditAt: row.creditAt,
    expiresAt: row.expiresAt,
  };
}

/** The fee table that was frozen with the invoice. */
export function feeRuleOf(row: InvoiceRow): FeeRule {
  const minimum = getNetwork(row.network).minimumDepositFee;
  return (received) => depositFee(row.feeTiers, minimum, received);
}

export interface StepFacts {
  /** The action as the audit log names it. */
  readonly action: string;
  readonly remarks?: string | null;
  /** The payment that caused the step. */
  readonly txHash?: string;
}

/**
 * Writes a decided step: guarded row update, ledger, audit and outbox, in the caller's transaction, which
 * holds the invoice's lock. Answers the row as it is now.
 */
export async function applyStep(
  ctx: Context,
  tx: Tx,
  before: InvoiceRow,
  step: InvoiceStep,
  facts: StepFacts,
): Promise<InvoiceRow> {
  const after = await writeState(ctx, tx, before, step.state, facts);
  await postCredits(tx, before, step);
  await audit(ctx, tx, {
    merchantId: before.merchantId,
    action: facts.action,
    subjectKind: "invoice",
    subjectId: before.id,
    data: {
      from: before.status,
      to: after.status,
      received: formatAmount(after.receivedUnits),
      credited: formatAmount(after.creditedUnits),
      fee: formatAmount(after.feeUnits),
      ...(facts.txHash ? { txHash: facts.txHash } : {}),
    },
  });
  await announce(ctx, tx, after, step);
  return after;
}

async function writeState(
  ctx: Context,
  tx: Tx,
  before: InvoiceRow,
  next: InvoiceState,
  facts: StepFacts,
): Promise<InvoiceRow> {
  const now = ctx.now();
  const became = (status: InvoiceState["status"]) =>
    next.status === status && before.status !== status;
  const settles =
    before.settledAt === null &&
    next.status !== "failed" &&
    (became("amount_confirmed") || became("confirmed"));
  const [row] = await tx
    .update(invoices)
    .set({
      status: next.status,
      exception: next.exception,
      reason: next.reason,
      late: next.late,
      receivedUnits: next.received,
      creditedUnits: next.credited,
      feeUnits: next.fee,
      revision: before.revision + 1,
      ...(settles ? { settledAt: now, settlingTxHash: facts.txHash ?? before.settlingTxHash } : {}),
      ...(became("confirmed") ? { confirmedAt: now } : {}),
      ...(became("failed") ? { failedAt: now } : {}),
      ...(became("cancelled") ? { cancelledAt: now } : {}),
      ...(facts.remarks !== undefined ? { remarks: facts.remarks } : {}),
    })
    .where(
      and(
        eq(invoices.merchantId, before.merchantId),
        eq(invoices.id, before.id),
        eq(invoices.status, before.status),
        eq(invoices.revision, before.revision),
      ),
    )
    .returning();
  assert(row, `invoice ${before.id} changed under its lock`);
  return row;
}

async function postCredits(tx: Tx, before: InvoiceRow, step: InvoiceStep): Promise<void> {
  let credited = before.creditedUnits as bigint;
  for (const effect of step.effects) {
    if (effect.kind !== "credit") continue;
    credited += effect.amount;
    await post(
      tx,
      before.merchantId,
      depositCredited({
        network: before.network,
        cause: `${before.id}:${credited}`,
        record: before.id,
        amount: effect.amount,
        fee: effect.fee,
      }),
    );
  }
}

async function announce(ctx: Context, tx: Tx, after: InvoiceRow, step: InvoiceStep): Promise<void> {
  const told = step.effects.find((effect) => effect.kind === "announce");
  if (!told) return;
  const merchant = await merchantFacts(tx, after.merchantId);
  if (told.status === "cancelled" && !merchant.webhookOnCancel) return;
  await emit(ctx, tx, {
    merchantId: after.merchantId,
    type: "deposit",
    subjectId: after.id,
    status: told.status,
    url: after.webhookUrl,
    body: webhookBody(await readRecord(tx, after.merchantId, after.id)),
  });
}

async function merchantFacts(tx: Tx, merchantId: string) {
  const [row] = await tx
    .select({ webhookOnCancel: merchants.webhookOnCancel })
    .from(merchants)
    .where(eq(merchants.id, merchantId));
  return present(row, "the merchant");
}
