import type { PageRequest, TransactionPage } from "@/lib/api";
import { type Context, requirePermission } from "@/lib/command";
import type { RecordFilter } from "./branches";
import { pageRecords } from "./page-records";
import { recordOf } from "./record-rows";

export type ListTransactionsInput = RecordFilter & PageRequest;

/**
 * Records of the merchant, newest first, by page number or (at any depth in constant time) by cursor.
 * `totalDocs` stops counting at 10,000. Throws scope_missing, validation_failed (page too deep, bad cursor).
 */
export async function listTransactions(
  ctx: Context,
  input: ListTransactionsInput,
): Promise<TransactionPage> {
  requirePermission(ctx, "invoices:read");
  return pageRecords(ctx, input, recordOf);
}
