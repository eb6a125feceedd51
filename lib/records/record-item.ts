import type { TransactionType, WireStatus } from "@/lib/api";
import type { InvoiceException, InvoiceStatus, WithdrawalState } from "@/lib/db";
import { displayHash, type NetworkId, type Units, units } from "@/lib/kit";
import { wireStatusOf } from "./invoice-record";
import type { RecordRow } from "./record-rows";
import { withdrawalStatusOf } from "./withdrawal-record";

/** A record as the dashboard's lists and files show it; amounts in micro-USDT. */
export interface RecordItem {
  readonly id: string;
  readonly kind: "invoice" | "deposit" | "withdrawal" | "payout";
  readonly type: TransactionType;
  readonly status: WireStatus;
  readonly exception: InvoiceException;
  readonly network: NetworkId;
  /** What was asked for or came; of what goes out, what was ordered. */
  readonly amount: Units;
  /** Final money that came; null for what goes out. */
  readonly received: Units | null;
  /** The gateway's fee, once it is known, and who bears it. */
  readonly fee: Units | null;
  readonly feePayer: "merchant" | "user";
  /** What the merchant was credited, or a recipient is paid; null until that is known. */
  readonly net: Units | null;
  readonly walletAddress: string;
  readonly invoiceNo: string | null;
  readonly referenceId: string | null;
  readonly userId: string | null;
  readonly description: string | null;
  /** As explorers write it. */
  readonly txHash: string | null;
  readonly reason: string | null;
  readonly webhookFailed: boolean;
  readonly createdAt: Date;
  readonly detectedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly expiresAt: Date | null;
}

/** The item of such a row. */
export function itemOf(row: RecordRow, webhookFailed: boolean): RecordItem {
  const { kind } = row;
  const hash = row.tx_hash ?? row.payments?.at(-1)?.tx_hash ?? null;
  return {
    id: row.id,
    kind: kind === "fee_settlement" ? "payout" : kind,
    type:
      kind === "withdrawal"
        ? "withdrawal"
        : kind === "invoice" || kind === "deposit"
          ? "deposit"
          : "payout",
    status: statusOf(row),
    exception: row.exception,
    network: row.network,
    amount: units(BigInt(row.amount_units)),
    ...sumsOf(row),
    feePayer: row.fee_payer,
    walletAddress: row.wallet_address,
    invoiceNo: row.invoice_no,
    referenceId: row.reference_id,
    userId: row.user_id,
    description: row.description,
    txHash: hash === null ? null : displayHash(row.network, hash),
    reason: row.blocked_reason ?? row.reason,
    webhookFailed,
    createdAt: new Date(row.created_at),
    detectedAt: moment(row.detected_at),
    confirmedAt: moment(row.confirmed_at),
    expiresAt: moment(row.expires_at),
  };
}

function statusOf(row: RecordRow): WireStatus {
  switch (row.kind) {
    case "invoice":
      return wireStatusOf(row.status as InvoiceStatus);
    case "deposit":
      return row.status as WireStatus;
    default:
      return withdrawalStatusOf(row.status as WithdrawalState);
  }
}

function sumsOf(row: RecordRow): Pick<RecordItem, "received" | "fee" | "net"> {
  const fee = BigInt(row.fee_units);
  switch (row.kind) {
    case "invoice": {
      const credited = BigInt(row.credited_units ?? "0");
      const known = credited > 0n;
      return {
        received: units(BigInt(row.received_units ?? "0")),
        fee: known ? units(fee) : null,
        net: known ? units(credited - fee) : null,
      };
    }
    case "deposit": {
      const amount = BigInt(row.amount_units);
      const final = row.status === "confirmed";
      return {
        received: units(final ? amount : 0n),
        fee: final ? units(fee) : null,
        net: final ? units(amount - fee) : null,
      };
    }
    default:
      return { received: null, fee: units(fee), net: units(BigInt(row.net_units ?? "0")) };
  }
}

function moment(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
