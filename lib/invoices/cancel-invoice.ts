import type { TransactionRecord } from "@/lib/api";
import {
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { AppError, isUuid } from "@/lib/kit";
import { readRecord } from "@/lib/records";
import { applyStep, feeRuleOf, lockInvoice, stateOf } from "./internal";
import { decide } from "./state";

/**
 * Cancels an invoice that is still initiated; final money that came before is credited. It wins until the
 * transaction that writes `amount confirmed` commits.
 * Throws scope_missing, not_found, invalid_state, request_in_progress.
 */
export async function cancelInvoice(
  ctx: Context,
  input: { readonly transactionId: string; readonly remarks: string | null },
  call?: IdempotentCall,
): Promise<TransactionRecord> {
  requirePermission(ctx, "invoices:cancel");
  const merchantId = merchantOf(ctx);
  const notFound = new AppError("not_found", { public: "Transaction not found" });
  if (!isUuid(input.transactionId)) throw notFound;
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, input.transactionId);
    const row = await lockInvoice(tx, merchantId, input.transactionId);
    if (!row) throw notFound;
    const decision = decide(stateOf(row), { kind: "cancel" }, feeRuleOf(row));
    if ("rejection" in decision) {
      throw new AppError("invalid_state", {
        public: "Only deposits with status initiated can be cancelled",
      });
    }
    await applyStep(ctx, tx, row, decision, {
      action: "invoice.cancelled",
      remarks: input.remarks,
    });
    return readRecord(tx, merchantId, row.id);
  });
}
