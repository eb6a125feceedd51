import type {
  CheckoutDetails,
  CheckoutShop,
  CheckoutState,
  CheckoutView,
  SeenPayment,
} from "@/lib/api";
import { type CheckoutPageFacts, type CheckoutPageModel, checkoutPageModel } from "./page-model";

export const TRON_ADDRESS = "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE";
export const ETHEREUM_ADDRESS = "0x52908400098527886E0F7030069857D2E4169EE7";
export const TX_HASH = "b1fd5ed0c4c8f3c1d7a0d3c6a7be0b4e1f63b3c1b0de9a3d5a1f2f3c4b5a6978";

export const TERMINAL_STATES = [
  "paid",
  "overpaid",
  "expired",
  "expired_partial",
  "late",
  "cancelled",
] as const satisfies readonly CheckoutState[];

export const STATES: readonly CheckoutState[] = [
  "waiting",
  "partial",
  "detected",
  "confirming",
  "checking",
  ...TERMINAL_STATES,
];

const RECEIVED: Readonly<Record<CheckoutState, number>> = {
  waiting: 0,
  partial: 30,
  detected: 50,
  confirming: 50,
  checking: 0,
  paid: 50,
  overpaid: 55,
  expired: 0,
  expired_partial: 30,
  late: 50,
  cancelled: 0,
};

export function paymentOf(amount: string, over: Partial<SeenPayment> = {}): SeenPayment {
  return {
    hash: TX_HASH,
    amount,
    block: 71_002_113,
    at: "2026-11-21T11:58:03.000Z",
    confirmations: 7,
    final: false,
    late: false,
    ...over,
  };
}

/** A model of that state, through the same door as the poll's answer. The address stays in it on purpose. */
export function modelOf(
  state: CheckoutState,
  view: Partial<CheckoutView> = {},
  facts: Partial<CheckoutPageFacts> = {},
  details: Partial<CheckoutDetails> = {},
  shop: Partial<CheckoutShop> = {},
): CheckoutPageModel {
  const received = RECEIVED[state];
  const payments = received > 0 ? [paymentOf(String(received))] : [];
  const shown: CheckoutDetails = {
    createdAt: "2026-11-21T11:40:00.000Z",
    chainId: 1,
    moreMinutes: null,
    extendedAt: null,
    endedAt: TERMINAL_STATES.some((t) => t === state) ? "2026-11-21T12:00:00.000Z" : null,
    payments,
    ...details,
  };
  const polled: CheckoutView = {
    status: "initiated",
    state,
    amount: 50,
    received,
    remaining: received >= 50 ? 0 : 50 - received,
    currencyType: "USDT-TRC20",
    walletAddress: TRON_ADDRESS,
    invoiceNo: "INV-7-0042",
    expiresAt: "2026-11-21T12:09:41.000Z",
    now: "2026-11-21T12:00:00.000Z",
    confirmations: 7,
    requiredConfirmations: 19,
    blockchainTxHash: received > 0 ? TX_HASH : null,
    callbackUrl: null,
    merchantName: "Nordlys Teahouse",
    ...view,
  };
  return checkoutPageModel(
    {
      view: polled,
      details: shown,
      shop: {
        name: polled.merchantName,
        color: null,
        logo: null,
        supportUrl: null,
        note: null,
        language: null,
        embedOrigins: [],
        ...shop,
      },
    },
    {
      language: "en",
      sandbox: false,
      pageUrl: "https://pay.example/s/abc",
      receiptUrl: "https://pay.example/s/abc/receipt",
      token: "0xdAC17F958D2ee523a2206206994597C13D831ec7",
      logoUrl: "/s/abc/logo",
      embed: null,
      extendUrl: "/api/v1/public/checkout/abc/extend",
      pollUrl: "/api/v1/public/checkout/abc",
      payUrl: null,
      explorerTxBase: "https://explorer.example/tx/",
      secondsPerBlock: 3,
      ...facts,
    },
  );
}
