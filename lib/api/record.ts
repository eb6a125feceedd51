import { displayHash, formatAmount, isoTime, type NetworkId, type Units } from "@/lib/kit";
import type { Page } from "./paging";

export type TransactionType = "deposit" | "withdrawal" | "payout";

/** The status words of the wire, exactly. */
export type WireStatus =
  | "initiated"
  | "amount confirmed"
  | "confirmed"
  | "failed"
  | "cancelled"
  | "pending"
  | "processing"
  | "completed"
  | "rejected";

export interface PaymentFacts {
  readonly txHash: string;
  readonly logIndex: number;
  readonly amount: Units;
  readonly height: number;
  readonly late: boolean;
}

/** What a record is made from, in our own terms. */
export interface RecordFacts {
  readonly id: string;
  readonly type: TransactionType;
  readonly clientId: string;
  readonly status: WireStatus;
  readonly amount: Units;
  /** Final money that came. */
  readonly received: Units;
  /** The fee that was booked; null until the money is credited. */
  readonly platformFee: Units | null;
  readonly feePayer: "merchant" | "user";
  readonly network: NetworkId;
  readonly walletAddress: string;
  readonly invoiceNo: string | null;
  readonly referenceId: string | null;
  readonly userId: string | null;
  readonly description: string | null;
  readonly txHash: string | null;
  readonly payments: readonly PaymentFacts[];
  /** The newest block we know of on that network; null before the first scan. */
  readonly latestHeight: number | null;
  readonly reason: string | null;
  readonly remarks: string | null;
  readonly late: boolean;
  readonly createdAt: Date;
  readonly detectedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly cancelledAt: Date | null;
}

export interface WirePayment {
  txHash: string;
  logIndex: number;
  amount: number;
  blockNumber: number;
  confirmations: number;
  late: boolean;
}

/** The transaction record of the contract (section 5). What does not apply is null. */
export interface TransactionRecord {
  id: string;
  transactionId: string;
  type: TransactionType;
  clientId: string;
  status: WireStatus;
  amount: number;
  fee: number | null;
  netAmount: number | null;
  actualBalance: number;
  currencyType: NetworkId;
  network: NetworkId;
  walletAddress: string;
  invoiceNo: string | null;
  referenceId: string | null;
  userId: string | null;
  description: string | null;
  blockchainTxHash: string | null;
  confirmations: number | null;
  payments: WirePayment[];
  feePayer: "merchant" | "user";
  platformFee: number | null;
  reason: string | null;
  remarks: string | null;
  late: boolean;
  createdAt: string;
  detectedAt: string | null;
  confirmedAt: string | null;
  expiresAt: string | null;
  cancelledAt: string | null;
}

/** Micro-USDT as the JSON number of the wire. Exact up to 9,007,199,254.740991 USDT. */
export function wireAmount(value: Units): number {
  return Number(formatAmount(value));
}

function iso(date: Date | null): string | null {
  return date === null ? null : isoTime(date);
}

function confirmationsOf(height: number, latest: number | null): number {
  return latest === null ? 0 : Math.max(0, latest - height + 1);
}

/** The record as the wire shows it. */
export function toTransactionRecord(facts: RecordFacts): TransactionRecord {
  const fee = facts.platformFee;
  const deducted = fee === null ? null : facts.feePayer === "user" ? fee : (0n as Units);
  const main = facts.payments.find((p) => p.txHash === facts.txHash) ?? null;
  return {
    id: facts.id,
    transactionId: facts.id,
    type: facts.type,
    clientId: facts.clientId,
    status: facts.status,
    amount: wireAmount(facts.amount),
    fee: deducted === null ? null : wireAmount(deducted),
    netAmount: deducted === null ? null : wireAmount((facts.received - deducted) as Units),
    actualBalance: wireAmount(facts.received),
    currencyType: facts.network,
    network: facts.network,
    walletAddress: facts.walletAddress,
    invoiceNo: facts.invoiceNo,
    referenceId: facts.referenceId,
    userId: facts.userId,
    description: facts.description,
    blockchainTxHash: facts.txHash === null ? null : displayHash(facts.network, facts.txHash),
    confirmations: main === null ? null : confirmationsOf(main.height, facts.latestHeight),
    payments: facts.payments.map((p) => ({
      txHash: displayHash(facts.network, p.txHash),
      logIndex: p.logIndex,
      amount: wireAmount(p.amount),
      blockNumber: p.height,
      confirmations: confirmationsOf(p.height, facts.latestHeight),
      late: p.late,
    })),
    feePayer: facts.feePayer,
    platformFee: fee === null ? null : wireAmount(fee),
    reason: facts.reason,
    remarks: facts.remarks,
    late: facts.late,
    createdAt: isoTime(facts.createdAt),
    detectedAt: iso(facts.detectedAt),
    confirmedAt: iso(facts.confirmedAt),
    expiresAt: iso(facts.expiresAt),
    cancelledAt: iso(facts.cancelledAt),
  };
}

/** One page of transaction records. */
export type TransactionPage = Page<TransactionRecord>;
