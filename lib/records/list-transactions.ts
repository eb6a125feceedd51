import { type SQL, sql } from "drizzle-orm";
import type { TransactionPage, TransactionType, WireStatus } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import type { Tx } from "@/lib/db";
import { AppError, isUuid, type NetworkId } from "@/lib/kit";
import { readRecords } from "./read-records";

export interface ListTransactionsInput {
  readonly type?: TransactionType;
  readonly status?: WireStatus;
  readonly search?: string;
  readonly currencyType?: NetworkId;
  readonly fromDate?: Date;
  readonly toDate?: Date;
  readonly page: number;
  readonly limit: number;
  readonly cursor?: string;
}

/** Pages by number reach this deep; further only by cursor. Totals are counted up to it and no further. */
const DEEPEST_ROW = 10_000;

/**
 * Records of the merchant, newest first, by page number or (at any depth in constant time) by cursor.
 * `totalDocs` stops counting at 10,000. Throws scope_missing, validation_failed (page too deep, bad cursor).
 */
export async function listTransactions(
  ctx: Context,
  input: ListTransactionsInput,
): Promise<TransactionPage> {
  requirePermission(ctx, "invoices:read");
  const merchantId = merchantOf(ctx);
  const offset = (input.page - 1) * input.limit;
  if (input.cursor === undefined && offset + input.limit > DEEPEST_ROW + input.limit) {
    throw invalid("page", `Pages end at ${DEEPEST_ROW} records; use cursor for older ones`);
  }
  const after = input.cursor === undefined ? null : parseCursor(input.cursor);
  return transact(ctx, async (tx) => {
    const source = await matching(tx, merchantId, input);
    const beyond = after === null ? sql`true` : sql`id < ${after}::uuid`;
    const skip = after === null ? offset : 0;
    const ids = await tx.execute<{ id: string }>(sql`
      select id from (${source}) matched where ${beyond}
      order by id desc limit ${input.limit + 1} offset ${skip}`);
    const counted = await tx.execute<{ total: number }>(sql`
      select count(*)::int as total from (select 1 from (${source}) matched limit ${DEEPEST_ROW}) capped`);
    const shown = ids.slice(0, input.limit).map((row) => row.id);
    const more = ids.length > input.limit;
    return toPage(input, counted[0]?.total ?? 0, more, await readRecords(tx, merchantId, shown));
  });
}

function toPage(
  input: ListTransactionsInput,
  totalDocs: number,
  more: boolean,
  docs: TransactionPage["docs"],
): TransactionPage {
  const last = docs.at(-1);
  return {
    docs,
    totalDocs,
    limit: input.limit,
    page: input.page,
    totalPages: Math.max(1, Math.ceil(totalDocs / input.limit)),
    hasPrevPage: input.cursor !== undefined || input.page > 1,
    hasNextPage: more,
    nextCursor: more && last ? Buffer.from(last.id).toString("base64url") : null,
  };
}

function parseCursor(cursor: string): string {
  const id = Buffer.from(cursor, "base64url").toString("utf8");
  if (!isUuid(id)) throw invalid("cursor", "Not a cursor of this list");
  return id;
}

function invalid(path: string, message: string): AppError {
  return new AppError("validation_failed", {
    public: "Validation failed",
    details: [{ path, message }],
  });
}

/** The ids of all records that the filters let through: invoices and top-ups in one stream. */
async function matching(tx: Tx, merchantId: string, input: ListTransactionsInput): Promise<SQL> {
  if (input.type === "withdrawal" || input.type === "payout") {
    return sql`select null::uuid as id where false`;
  }
  const common: SQL[] = [sql`merchant_id = ${merchantId}`];
  if (input.currencyType) common.push(sql`network = ${input.currencyType}`);
  if (input.fromDate) common.push(sql`created_at >= ${input.fromDate.toISOString()}::timestamptz`);
  if (input.toDate) common.push(sql`created_at <= ${input.toDate.toISOString()}::timestamptz`);
  if (input.status) common.push(sql`status = ${input.status.replace(" ", "_")}`);
  const search =
    input.search === undefined ? null : await searchTerms(tx, merchantId, input.search);
  const where = sql.join(common, sql` and `);
  const invoiceSearch = search ? sql` and (${search.invoice})` : sql``;
  const depositSearch = search ? sql` and (${search.deposit})` : sql``;
  return sql`select id from invoices where ${where}${invoiceSearch}
    union all select id from deposits where ${where}${depositSearch}`;
}

/** Search is exact: id, address, invoice number, reference id or hash, each by an index. */
async function searchTerms(
  tx: Tx,
  merchantId: string,
  text: string,
): Promise<{ invoice: SQL; deposit: SQL }> {
  const hash = text.toLowerCase().replace(/^0x/, "");
  const owners = /^[0-9a-f]{64}$/.test(hash)
    ? await tx.execute<{ owner_id: string }>(sql`
        select distinct owner_id from chain_transfers
        where merchant_id = ${merchantId} and tx_hash = ${hash} and owner_id is not null`)
    : [];
  const ids = [...owners.map((row) => row.owner_id), ...(isUuid(text) ? [text.toLowerCase()] : [])];
  const byId =
    ids.length === 0
      ? sql`false`
      : sql`id in (${sql.join(
          ids.map((id) => sql`${id}::uuid`),
          sql`, `,
        )})`;
  const wallet = /^0x[0-9a-fA-F]{40}$/.test(text)
    ? sql`lower(wallet_address) = ${text.toLowerCase()}`
    : sql`wallet_address = ${text}`;
  return {
    invoice: sql`${byId} or ${wallet} or invoice_no = ${text.toUpperCase()} or reference_id = ${text}`,
    deposit: sql`${byId} or ${wallet}`,
  };
}
