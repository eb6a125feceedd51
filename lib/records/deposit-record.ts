import { type TransactionRecord, toTransactionRecord } from "@/lib/api";
import type { deposits } from "@/lib/db";
import { units } from "@/lib/kit";
import { paymentsOf, type TransferRow } from "./transfers";

export type DepositRow = typeof deposits.$inferSelect;

/** A deposit to a lasting address as the wire shows it: a user's, or a top-up of the merchant's own wallet. */
export function depositRecord(
  row: DepositRow,
  clientId: string,
  transfers: readonly TransferRow[],
  latestHeight: number | null,
): TransactionRecord {
  const final = row.status === "confirmed";
  return toTransactionRecord({
    id: row.id,
    type: "deposit",
    clientId,
    status: row.status,
    amount: row.amountUnits,
    received: final ? row.amountUnits : units(0n),
    platformFee: final ? row.feeUnits : null,
    feePayer: row.feePayer,
    network: row.network,
    walletAddress: row.walletAddress,
    invoiceNo: null,
    referenceId: null,
    userId: row.userId,
    description: null,
    txHash: row.txHash,
    payments: paymentsOf(transfers),
    latestHeight,
    reason: row.reason,
    remarks: null,
    late: false,
    createdAt: row.createdAt,
    detectedAt: row.detectedAt,
    confirmedAt: row.confirmedAt,
    expiresAt: null,
    cancelledAt: null,
  });
}
