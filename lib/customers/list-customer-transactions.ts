import type { PageRequest, TransactionPage, TransactionType, WireStatus } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { pageRecords, recordOf } from "@/lib/records";
import { readCustomer } from "./internal";

export interface ListCustomerTransactionsInput extends PageRequest {
  readonly userId: string;
  readonly type?: TransactionType;
  readonly status?: WireStatus;
}

/**
 * A user's deposits and withdrawals, newest first, by page number or (at any depth in constant time) by cursor.
 * `totalDocs` stops counting at 10,000. Throws scope_missing, not_found, validation_failed (page too deep, bad cursor).
 */
export async function listCustomerTransactions(
  ctx: Context,
  { userId, ...input }: ListCustomerTransactionsInput,
): Promise<TransactionPage> {
  requirePermission(ctx, "customers:read");
  const customer = await transact(ctx, (tx) => readCustomer(tx, merchantOf(ctx), userId));
  return pageRecords(ctx, { ...input, customerId: customer.id }, recordOf);
}
