import { type PaymentFacts, type TransactionRecord, toTransactionRecord } from "@/lib/api";
import type { deposits } from "@/lib/db";
import { units } from "@/lib/kit";

export type DepositRow = typeof deposits.$inferSelect;
/** The columns that a deposit's record shows. */
export type DepositFacts = Pick<
  DepositRow,
  | "id"
  | "status"
  | "amountUnits"
  | "feeUnits"
  | "feePayer"
  | "network"
  | "walletAddress"
  | "userId"
  | "txHash"
  | "reason"
  | "createdAt"
  | "detectedAt"
  | "confirmedAt"
>;

/** A deposit to a lasting address as the wire shows it: a user's, or a top-up of the merchant's own wallet. */
export function depositRecord(
  row: DepositFacts,
  clientId: string,
  payments: readonly PaymentFacts[],
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
    payments,
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
