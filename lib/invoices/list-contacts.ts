import { asc, eq } from "drizzle-orm";
import { type Context, inBatches, requirePermission, transact } from "@/lib/command";
import { invoices, payerContacts } from "@/lib/db";
import { AppError, type NetworkId } from "@/lib/kit";

/** Where somebody who held a payment's link said that its payer can be reached. Nobody has checked it. */
export interface PayerContact {
  readonly email: string;
  /** On the network of the payment; null: none was given. */
  readonly refundAddress: string | null;
  readonly language: string;
  readonly at: Date;
}

export interface InvoiceContacts {
  readonly merchantId: string;
  readonly transactionId: string;
  readonly invoiceNo: string;
  readonly network: NetworkId;
  /** The oldest first. */
  readonly contacts: readonly PayerContact[];
}

const KEPT_MS = 180 * 86_400_000;
const AT_ONCE = 1_000;

/** The addresses left on one payment's page, for the operator. Throws scope_missing, not_found. */
export async function listContacts(
  ctx: Context,
  { transactionId }: { readonly transactionId: string },
): Promise<InvoiceContacts> {
  requirePermission(ctx, "operator");
  const known = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(transactionId);
  if (!known) throw new AppError("not_found", { public: "There is no such payment" });
  return transact(ctx, async (tx) => {
    const [invoice] = await tx.select().from(invoices).where(eq(invoices.id, transactionId));
    if (!invoice) throw new AppError("not_found", { public: "There is no such payment" });
    const rows = await tx
      .select()
      .from(payerContacts)
      .where(eq(payerContacts.invoiceId, invoice.id))
      .orderBy(asc(payerContacts.createdAt), asc(payerContacts.id));
    return {
      merchantId: invoice.merchantId,
      transactionId: invoice.id,
      invoiceNo: invoice.invoiceNo,
      network: invoice.network,
      contacts: rows.map(({ email, refundAddress, language, createdAt }) => ({
        email,
        refundAddress,
        language,
        at: createdAt,
      })),
    };
  });
}

/** Drops addresses that were left more than 180 days ago; answers how many. Throws scope_missing. */
export async function forgetContacts(ctx: Context): Promise<number> {
  requirePermission(ctx, "jobs");
  const before = new Date(ctx.now().getTime() - KEPT_MS).toISOString();
  return inBatches(AT_ONCE, async () => {
    const gone = await ctx.db.sql`
      delete from payer_contacts where (merchant_id, id) in (
        select merchant_id, id from payer_contacts
        where created_at < ${before}::timestamptz limit ${AT_ONCE})`;
    return gone.count;
  });
}
