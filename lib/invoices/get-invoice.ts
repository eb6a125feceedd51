import { and, eq } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { invoices } from "@/lib/db";
import { AppError } from "@/lib/kit";
import type { InvoiceView } from "./create-invoice";

/**
 * What the caller of `transaction/create` was told about an invoice; an idempotent call that lost its answer
 * is answered by it. Throws scope_missing, not_found.
 */
export async function getInvoice(ctx: Context, id: string): Promise<InvoiceView> {
  requirePermission(ctx, "invoices:create");
  const mine = and(eq(invoices.merchantId, merchantOf(ctx)), eq(invoices.id, id));
  const [row] = await transact(ctx, (tx) => tx.select().from(invoices).where(mine));
  if (!row) throw new AppError("not_found", { public: "Transaction not found" });
  return {
    id: row.id,
    invoiceNo: row.invoiceNo,
    code: row.code,
    walletAddress: row.walletAddress,
    amount: row.amountUnits,
    network: row.network,
    expiresAt: row.expiresAt,
  };
}
