import { type SQL, sql } from "drizzle-orm";
import {
  DEEPEST_ROW,
  type PageRequest,
  pageOf,
  type TransactionPage,
  type TransactionType,
  type WireStatus,
  windowOf,
} from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { readRecords, statesOf } from "@/lib/records";
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
  input: ListCustomerTransactionsInput,
): Promise<TransactionPage> {
  requirePermission(ctx, "customers:read");
  const merchantId = merchantOf(ctx);
  const { after, skip, take } = windowOf(input);
  return transact(ctx, async (tx) => {
    const customer = await readCustomer(tx, merchantId, input.userId);
    const mine = sql`merchant_id = ${merchantId} and customer_id = ${customer.id}`;
    const older = after === null ? sql`true` : sql`id < ${after.id}::uuid`;
    const found = await tx.execute<{ id: string }>(sql`
      ${newest(input, sql`${mine} and ${older}`, skip + take)}
      order by id desc limit ${take} offset ${skip}`);
    const [counted] = await tx.execute<{ total: number }>(sql`
      select count(*)::int as total from (${newest(input, mine, DEEPEST_ROW)} limit ${DEEPEST_ROW}) capped`);
    const ids = found.map((row) => row.id);
    const records = await readRecords(tx, merchantId, ids);
    return pageOf(input, records, counted?.total ?? 0, (record) => ({
      createdAt: new Date(record.createdAt),
      id: record.id,
    }));
  });
}

/** Ids of both kinds of record, each kind by its own index. Ids sort by the time they were made. */
function newest(input: ListCustomerTransactionsInput, where: SQL, most: number): SQL {
  return sql`select id from (
    (select id from deposits where ${where} and ${depositFilter(input)} order by id desc limit ${most})
    union all
    (select id from withdrawals where ${where} and ${withdrawalFilter(input)} order by id desc limit ${most})) both_kinds`;
}

function depositFilter({ type, status }: ListCustomerTransactionsInput): SQL {
  if (type !== undefined && type !== "deposit") return sql`false`;
  return status === undefined ? sql`true` : sql`status = ${status}`;
}

function withdrawalFilter({ type, status }: ListCustomerTransactionsInput): SQL {
  if (type !== undefined && type !== "withdrawal") return sql`false`;
  if (status === undefined) return sql`true`;
  const states = statesOf(status);
  if (states.length === 0) return sql`false`;
  return sql`state in (${sql.join(
    states.map((state) => sql`${state}`),
    sql`, `,
  )})`;
}
