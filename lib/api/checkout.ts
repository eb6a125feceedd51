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

/** One payment that was seen, for the page's time line. */
export interface SeenPayment {
  readonly hash: string;
  /** Micro-USDT as a plain decimal. */
  readonly amount: string;
  readonly block: number;
  /** When its block was made. */
  readonly at: string;
  readonly confirmations: number;
  readonly final: boolean;
  /** Its block came after the time was over. */
  readonly late: boolean;
}

/** What the page shows beside what its poll answers. */
export interface CheckoutDetails {
  readonly createdAt: string;
  /** Which Ethereum chain it is (EIP-155); null on Tron, and before any block was read. */
  readonly chainId: number | null;
  /** Minutes that the payer may still ask for; null: none. */
  readonly moreMinutes: number | null;
  readonly extendedAt: string | null;
  /** When it was over, by whichever end: paid, out of time, cancelled. */
  readonly endedAt: string | null;
  /** In the order of the chain. */
  readonly payments: readonly SeenPayment[];
}

/** How the shop wants its pages to look, and where they may be shown. */
export interface CheckoutShop {
  /** The brand's, or the merchant's. */
  readonly name: string;
  /** #rrggbb; null: the house's. */
  readonly color: string | null;
  /** Changes with the logo; null: there is none. */
  readonly logo: string | null;
  /** Where this payer asks for help, filled in; null: nowhere. */
  readonly supportUrl: string | null;
  readonly note: string | null;
  readonly language: string | null;
  readonly embedOrigins: readonly string[];
}

export interface CheckoutPageView {
  readonly shop: CheckoutShop;
  readonly view: CheckoutView;
  readonly details: CheckoutDetails;
}
