import {
  type TransactionRecord,
  type TransactionType,
  toTransactionRecord,
  type WireStatus,
  wireAmount,
} from "@/lib/api";
import type { WithdrawalState, WithdrawalType, withdrawals } from "@/lib/db";

export type WithdrawalRow = typeof withdrawals.$inferSelect;
/** The columns that a withdrawal's record shows. */
export type WithdrawalFacts = Pick<
  WithdrawalRow,
  | "id"
  | "type"
  | "state"
  | "amountUnits"
  | "feeUnits"
  | "netUnits"
  | "feePayer"
  | "network"
  | "walletAddress"
  | "userId"
  | "description"
  | "txHash"
  | "includedHeight"
  | "reason"
  | "remarks"
  | "createdAt"
  | "completedAt"
>;

const WIRE_STATUS: Readonly<Record<WithdrawalState, WireStatus>> = {
  pending: "pending",
  approved: "processing",
  sent: "processing",
  included: "completed",
  settled: "completed",
  failed: "failed",
  rejected: "rejected",
};
const WIRE_TYPE: Readonly<Record<WithdrawalType, TransactionType>> = {
  withdrawal: "withdrawal",
  payout: "payout",
  fee_settlement: "payout",
};

export function withdrawalStatusOf(state: WithdrawalState): WireStatus {
  return WIRE_STATUS[state];
}

/** The states that a status word of the wire stands for; all of them without one. */
export function statesOf(status?: WireStatus): readonly WithdrawalState[] {
  const all = Object.entries(WIRE_STATUS) as [WithdrawalState, WireStatus][];
  return all.filter(([, word]) => status === undefined || word === status).map(([state]) => state);
}

/** A withdrawal or payout as the wire shows it. */
export function withdrawalRecord(
  row: WithdrawalFacts,
  clientId: string,
  latestHeight: number | null,
): TransactionRecord {
  const final = row.state === "settled";
  const height = row.includedHeight;
  const record = toTransactionRecord({
    id: row.id,
    type: WIRE_TYPE[row.type],
    clientId,
    status: WIRE_STATUS[row.state],
    amount: row.amountUnits,
    received: row.amountUnits,
    platformFee: row.feeUnits,
    feePayer: row.feePayer,
    network: row.network,
    walletAddress: row.walletAddress,
    invoiceNo: null,
    referenceId: null,
    userId: row.userId,
    description: row.description,
    txHash: row.txHash,
    payments: [],
    latestHeight,
    reason: row.reason,
    remarks: row.remarks,
    late: false,
    createdAt: row.createdAt,
    detectedAt: null,
    confirmedAt: row.completedAt,
    expiresAt: null,
    cancelledAt: null,
  });
  return {
    ...record,
    actualBalance: final ? wireAmount(row.netUnits) : 0,
    confirmations:
      height === null ? null : Math.max(0, latestHeight === null ? 0 : latestHeight - height + 1),
  };
}
