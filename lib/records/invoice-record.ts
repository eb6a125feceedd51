import {
  type PaymentFacts,
  type TransactionRecord,
  toTransactionRecord,
  type WireStatus,
} from "@/lib/api";
import type { InvoiceStatus, invoices } from "@/lib/db";

export type InvoiceRow = typeof invoices.$inferSelect;
/** The columns that an invoice's record shows. */
export type InvoiceFacts = Pick<
  InvoiceRow,
  | "id"
  | "status"
  | "amountUnits"
  | "receivedUnits"
  | "creditedUnits"
  | "feeUnits"
  | "feePayer"
  | "network"
  | "walletAddress"
  | "invoiceNo"
  | "referenceId"
  | "description"
  | "settlingTxHash"
  | "reason"
  | "remarks"
  | "late"
  | "createdAt"
  | "detectedAt"
  | "confirmedAt"
  | "expiresAt"
  | "cancelledAt"
>;

const WIRE_STATUS: Readonly<Record<InvoiceStatus, WireStatus>> = {
  initiated: "initiated",
  amount_confirmed: "amount confirmed",
  confirmed: "confirmed",
  failed: "failed",
  cancelled: "cancelled",
};

export function wireStatusOf(status: InvoiceStatus): WireStatus {
  return WIRE_STATUS[status];
}

/** The statuses that a word of the wire stands for; all of them without one. */
export function invoiceStatusesOf(word?: WireStatus): readonly InvoiceStatus[] {
  const all = Object.entries(WIRE_STATUS) as [InvoiceStatus, WireStatus][];
  return all.filter(([, one]) => word === undefined || one === word).map(([status]) => status);
}

/** An invoice as the wire shows it. */
export function invoiceRecord(
  row: InvoiceFacts,
  clientId: string,
  payments: readonly PaymentFacts[],
  latestHeight: number | null,
): TransactionRecord {
  const settling = payments.some((payment) => payment.txHash === row.settlingTxHash)
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
    txHash: settling ?? payments.at(-1)?.txHash ?? null,
    payments,
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
