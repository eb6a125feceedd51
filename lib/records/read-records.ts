import { and, desc, eq, inArray, isNotNull, ne } from "drizzle-orm";
import type { TransactionRecord } from "@/lib/api";
import { deposits, invoices, merchants, sweeps, type Tx, withdrawals } from "@/lib/db";
import { AppError, isUuid, present } from "@/lib/kit";
import { type DepositRow, depositRecord } from "./deposit-record";
import { type InvoiceRow, invoiceRecord } from "./invoice-record";
import { latestHeights, listTransfers } from "./transfers";
import { withdrawalRecord } from "./withdrawal-record";

/** One record of the merchant. Throws not_found. */
export async function readRecord(
  tx: Tx,
  merchantId: string,
  id: string,
): Promise<TransactionRecord> {
  const [record] = isUuid(id) ? await readRecords(tx, merchantId, [id]) : [];
  if (!record) throw new AppError("not_found", { public: "Transaction not found" });
  return record;
}

/** The records of those ids, newest first. Ids of other merchants are left out. */
export async function readRecords(
  tx: Tx,
  merchantId: string,
  ids: readonly string[],
): Promise<TransactionRecord[]> {
  if (ids.length === 0) return [];
  const wanted = [...ids];
  const invoiceRows = await tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.merchantId, merchantId), inArray(invoices.id, wanted)))
    .orderBy(desc(invoices.id));
  const depositRows =
    invoiceRows.length === wanted.length
      ? []
      : await tx
          .select()
          .from(deposits)
          .where(and(eq(deposits.merchantId, merchantId), inArray(deposits.id, wanted)));
  const withdrawalRows =
    invoiceRows.length + depositRows.length === wanted.length
      ? []
      : await tx
          .select()
          .from(withdrawals)
          .where(
            and(
              eq(withdrawals.merchantId, merchantId),
              inArray(withdrawals.id, wanted),
              // The operator's fees are none of the merchant's transactions.
              ne(withdrawals.type, "fee_settlement"),
            ),
          );
  const transfers = await listTransfers(tx, merchantId, wanted);
  const heights = await latestHeights(tx);
  const [merchant] = await tx
    .select({ clientId: merchants.clientId })
    .from(merchants)
    .where(eq(merchants.id, merchantId));
  const clientId = present(merchant, "the merchant").clientId;
  const blocked = await blockedReasons(tx, invoiceRows);
  const of = (row: InvoiceRow | DepositRow) => transfers.filter((t) => t.ownerId === row.id);
  const records = [
    ...invoiceRows.map((row) => ({
      ...invoiceRecord(row, clientId, of(row), heights.get(row.network) ?? null),
      ...(blocked.has(row.id) ? { reason: blocked.get(row.id) ?? null } : {}),
    })),
    ...depositRows.map((row) =>
      depositRecord(row, clientId, of(row), heights.get(row.network) ?? null),
    ),
    ...withdrawalRows.map((row) =>
      withdrawalRecord(row, clientId, heights.get(row.network) ?? null),
    ),
  ];
  return records.sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** Why the money of settled invoices can't be swept at the moment (paused, blacklisted…), by invoice. */
async function blockedReasons(
  tx: Tx,
  rows: readonly InvoiceRow[],
): Promise<ReadonlyMap<string, string | null>> {
  const waiting = rows.filter((row) => row.status === "amount_confirmed");
  if (waiting.length === 0) return new Map();
  const found = await tx
    .select({ address: sweeps.fromAddress, reason: sweeps.blockedReason })
    .from(sweeps)
    .where(
      and(
        inArray(sweeps.merchantId, [...new Set(waiting.map((row) => row.merchantId))]),
        inArray(
          sweeps.fromAddress,
          waiting.map((row) => row.address),
        ),
        isNotNull(sweeps.blockedReason),
        ne(sweeps.state, "settled"),
      ),
    );
  const byAddress = new Map(found.map((sweep) => [sweep.address, sweep.reason]));
  return new Map(
    waiting
      .filter((row) => byAddress.has(row.address))
      .map((row) => [row.id, byAddress.get(row.address) ?? null]),
  );
}
