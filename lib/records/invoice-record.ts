import { type TransactionRecord, toTransactionRecord, type WireStatus } from "@/lib/api";
import type { invoices } from "@/lib/db";
import { paymentsOf, type TransferRow } from "./transfers";

export type InvoiceRow = typeof invoices.$inferSelect;

const WIRE_STATUS: Readonly<Record<InvoiceRow["status"], WireStatus>> = {
  initiated: "initiated",
  amount_confirmed: "amount confirmed",
  confirmed: "confirmed",
  failed: "failed",
  cancelled: "cancelled",
};

export function wireStatusOf(status: InvoiceRow["status"]): WireStatus {
  return WIRE_STATUS[status];
}

/** An invoice as the wire shows it. */
export function invoiceRecord(
  row: InvoiceRow,
  clientId: string,
  transfers: readonly TransferRow[],
  latestHeight: number | null,
): TransactionRecord {
  const settling = transfers.some((t) => t.txHash === row.settlingTxHash)
    ? row.settlingTxHash
    : null;
  return toTransactionRecord({
    id: row.id,
    type: "deposit",
    clientId,
    status: wireStatusOf(row.status),
    amount: row.amountUnits,
    received: row.receivedUnits,
    platformFee: row.creditedUnits > 0n ? row.feeUnits : null,
    feePayer: row.feePayer,
    network: row.network,
    walletAddress: row.walletAddress,
    invoiceNo: row.invoiceNo,
    referenceId: row.referenceId,
    userId: null,
    description: row.description,
    txHash: settling ?? transfers.at(-1)?.txHash ?? null,
    payments: paymentsOf(transfers),
    latestHeight,
    reason: row.reason,
    remarks: row.remarks,
    late: row.late,
    createdAt: row.createdAt,
    detectedAt: row.detectedAt,
    confirmedAt: row.confirmedAt,
    expiresAt: row.expiresAt,
    cancelledAt: row.cancelledAt,
  });
}
