import type { TransactionRecord, TransactionType } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { readRecord } from "./read-records";

/** One transaction record of the merchant. Throws scope_missing, not_found (also for another type than asked). */
export async function getTransaction(
  ctx: Context,
  input: { readonly transactionId: string; readonly type?: TransactionType },
): Promise<TransactionRecord> {
  requirePermission(ctx, "invoices:read");
  const record = await transact(ctx, (tx) => readRecord(tx, merchantOf(ctx), input.transactionId));
  if (input.type !== undefined && input.type !== record.type) {
    throw new AppError("not_found", { public: "Transaction not found" });
  }
  return record;
}
