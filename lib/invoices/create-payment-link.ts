import { type Context, digestOf, findAnswer, requirePermission, transact } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { type CreateInvoiceInput, createInvoice, type InvoiceView } from "./create-invoice";
import { getInvoice } from "./get-invoice";

const ENDPOINT = "dashboard payment_link.create";

/**
 * A person makes an invoice whose page is sent to somebody. The key is made with the form: the same key again, also at
 * the same instant, answers the same invoice. Throws scope_missing, wallet_generation_failed, idempotency_key_reused.
 */
export async function createPaymentLink(
  ctx: Context,
  input: CreateInvoiceInput,
  key: string,
): Promise<InvoiceView> {
  requirePermission(ctx, "invoices:create");
  const facts = Object.entries(input).map(([name, value]) => [
    name,
    value === null ? null : `${value}`,
  ]);
  const fingerprint = digestOf(ENDPOINT, Object.fromEntries(facts));
  const call = { endpoint: ENDPOINT, key, fingerprint };
  const answer = () => transact(ctx, (tx) => findAnswer(ctx, tx, call));
  const before = await answer();
  if (before?.subjectId) return getInvoice(ctx, before.subjectId);
  try {
    return await createInvoice(ctx, input, call);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "request_in_progress") throw error;
    // The claim waited for the other one's commit: its invoice is there.
    const made = await answer();
    if (!made?.subjectId) throw error;
    return getInvoice(ctx, made.subjectId);
  }
}
