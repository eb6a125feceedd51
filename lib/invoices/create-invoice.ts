import { sql } from "drizzle-orm";
import { takeDepositAddress } from "@/lib/addresses";
import {
  audit,
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import type { Tx } from "@/lib/db";
import {
  formatAmount,
  type NetworkId,
  newCheckoutCode,
  newId,
  present,
  type Units,
} from "@/lib/kit";

/** "I need more time" gives the invoice's own timer once more, and no more than this. */
const LONGEST_EXTENSION_MS = 3_600_000;

export interface CreateInvoiceInput {
  readonly network: NetworkId;
  readonly amount: Units;
  readonly timerMs: number;
  readonly callbackUrl: string | null;
  readonly webhookUrl: string | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phoneNumber: string | null;
  readonly description: string | null;
  readonly referenceId: string | null;
}

/** What the caller of `transaction/create` is told. */
export interface InvoiceView {
  readonly id: string;
  readonly invoiceNo: string;
  readonly code: string;
  readonly walletAddress: string;
  readonly amount: Units;
  readonly network: NetworkId;
  readonly expiresAt: Date;
}

/**
 * Makes an invoice with an address of its own and the merchant's next number; fee table, payer and
 * tolerance are frozen now. Throws scope_missing, wallet_generation_failed (the pool is empty),
 * request_in_progress (the Idempotency-Key is taken).
 */
export async function createInvoice(
  ctx: Context,
  input: CreateInvoiceInput,
  call?: IdempotentCall,
): Promise<InvoiceView> {
  requirePermission(ctx, "invoices:create");
  const merchantId = merchantOf(ctx);
  const id = newId();
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, id);
    const wallet = await takeDepositAddress(ctx, tx, {
      network: input.network,
      ownerKind: "invoice",
      ownerId: id,
    });
    await audit(ctx, tx, {
      merchantId,
      action: "invoice.created",
      subjectKind: "invoice",
      subjectId: id,
      data: { network: input.network, amount: formatAmount(input.amount) },
    });
    const view = {
      id,
      code: newCheckoutCode(),
      walletAddress: wallet.display,
      amount: input.amount,
      network: input.network,
      expiresAt: new Date(ctx.now().getTime() + input.timerMs),
    };
    // Last, because it locks the merchant's counter until the commit.
    const invoiceNo = await insertInvoice(ctx, tx, merchantId, input, {
      ...view,
      address: wallet.address,
    });
    return { ...view, invoiceNo };
  });
}

interface NewInvoice {
  readonly id: string;
  readonly code: string;
  readonly address: string;
  readonly walletAddress: string;
  readonly expiresAt: Date;
}

/** One statement: the counter rises and the row takes the merchant's settings of this moment. */
async function insertInvoice(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  input: CreateInvoiceInput,
  made: NewInvoice,
): Promise<string> {
  const rows = await tx.execute<{ invoice_no: string }>(sql`
    with counter as (
      update merchant_counters set last_invoice_number = last_invoice_number + 1
      where merchant_id = ${merchantId} returning last_invoice_number as number
    )
    insert into invoices (
      merchant_id, id, number, invoice_no, code, network, address, wallet_address, amount_units,
      tolerance_units, fee_payer, fee_tiers, credit_at, callback_url, webhook_url, username, first_name,
      last_name, email, phone_number, description, reference_id, created_at, expires_at, extension_ms)
    select m.id, ${made.id}, c.number,
      'INV-' || m.number || '-' || lpad(c.number::text, greatest(4, length(c.number::text)), '0'),
      ${made.code}, ${input.network}, ${made.address}, ${made.walletAddress}, ${input.amount.toString()}::bigint,
      div(${input.amount.toString()}::numeric * m.underpayment_tolerance_ppm, 1000000)::bigint,
      m.deposit_fee_payer, m.fee_tiers, m.credit_at, ${input.callbackUrl}, ${input.webhookUrl},
      ${input.username}, ${input.firstName}, ${input.lastName}, ${input.email}, ${input.phoneNumber},
      ${input.description}, ${input.referenceId}, ${ctx.now().toISOString()}::timestamptz,
      ${made.expiresAt.toISOString()}::timestamptz,
      case when m.payer_extension then ${Math.min(input.timerMs, LONGEST_EXTENSION_MS)}::bigint end
    from merchants m, counter c where m.id = ${merchantId}
    returning invoice_no`);
  return present(rows[0], "the new invoice").invoice_no;
}
