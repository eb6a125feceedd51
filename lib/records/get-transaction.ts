import type { TransactionRecord, TransactionType } from "@/lib/api";
import { type Context, readAlone, requirePermission } from "@/lib/command";
import { AppError, isUuid } from "@/lib/kit";
import { type RecordRow, recordOf, selectRecords } from "./record-rows";

/** One transaction record of the merchant. Throws scope_missing, not_found (also for another type than asked). */
export async function getTransaction(
  ctx: Context,
  input: { readonly transactionId: string; readonly type?: TransactionType },
): Promise<TransactionRecord> {
  requirePermission(ctx, "invoices:read");
  const { transactionId: id, type } = input;
  const [row] = isUuid(id) ? await readAlone<RecordRow>(ctx, selectRecords([id])) : [];
  const record = row === undefined ? null : recordOf(row);
  if (record === null || (type !== undefined && type !== record.type)) {
    throw new AppError("not_found", { public: "Transaction not found" });
  }
  return record;
}
