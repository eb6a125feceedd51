import type { NetworkId } from "@/lib/kit";
import type { WireStatus } from "./record";

/** The states of the payment page (section 2). */
export type CheckoutState =
  | "waiting"
  | "partial"
  | "detected"
  | "confirming"
  | "checking"
  | "paid"
  | "overpaid"
  | "expired"
  | "expired_partial"
  | "late"
  | "cancelled";

/** What the status poll of a payment page answers, and only that. Amounts in USDT. */
export interface CheckoutView {
  status: WireStatus;
  state: CheckoutState;
  amount: number;
  received: number;
  remaining: number;
  currencyType: NetworkId;
  /** Null once nothing should be sent any more. */
  walletAddress: string | null;
  invoiceNo: string;
  expiresAt: string;
  now: string;
  confirmations: number;
  requiredConfirmations: number;
  blockchainTxHash: string | null;
  /** Only once paid; carries transactionId and status as hints. */
  callbackUrl: string | null;
  merchantName: string;
}
