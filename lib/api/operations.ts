import type { z } from "zod";
import { successOf } from "./envelope";
import {
  cancelBody,
  createInvoiceBody,
  createInvoiceQuery,
  listQuery,
  sandboxPayBody,
  verifyQuery,
} from "./invoice-requests";
import { checkoutLookup, lookupBody } from "./lookup";
import { PAYER_OPERATIONS } from "./payer-operations";
import {
  checkout,
  checkoutExtension,
  checkoutPayment,
  createdInvoice,
  sandboxPayment,
  transactionPage,
  transactionRecord,
} from "./responses";
import { payCheckoutBody } from "./scenes";
import { settingsAnswer, settingsBody } from "./settings";
import { TEXTS } from "./texts";
import type { Tier } from "./tiers";
import { WALLET_OPERATIONS } from "./wallet-operations";
import { WEBHOOK_OPERATIONS } from "./webhook-operations";
import { WITHDRAWAL_OPERATIONS } from "./withdrawal-operations";

/** One endpoint as its documentation shows it, from the same schemas that read and check it. */
export interface Operation {
  readonly id: string;
  readonly method: "get" | "post";
  readonly path: string;
  readonly tag:
    | "Invoices"
    | "User wallets"
    | "Withdrawals"
    | "Payouts"
    | "Merchant"
    | "Payment page"
    | "Webhooks"
    | "Sandbox";
  readonly summary: string;
  readonly access: "key" | "key_and_secret" | "public";
  readonly tier: Tier;
  readonly sandboxOnly?: true;
  readonly pathParameters?: readonly string[];
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** Answers 202 while what was asked for is still on its way. */
  readonly accepted?: true;
  /** Is known by an ETag, and answers 304 to it. */
  readonly etag?: true;
  /** Failures beside those that every endpoint has, by status. */
  readonly failures: Readonly<Record<number, readonly string[]>>;
}

const notFound = { 404: [TEXTS.transactionNotFound] };

/** The endpoints of the contract that are built, in its order. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: "createInvoice",
    method: "post",
    path: "/transaction/create",
    tag: "Invoices",
    summary: "Create an invoice with an address of its own",
    access: "key",
    tier: "wallet_generation",
    query: createInvoiceQuery(true),
    body: createInvoiceBody,
    answer: createdInvoice,
    failures: {
      400: [
        TEXTS.currencyType,
        TEXTS.amount,
        TEXTS.timer,
        TEXTS.callbackUrl,
        TEXTS.webhookUrl,
        TEXTS.webhookUrlPrivate,
      ],
      500: [TEXTS.walletGenerationFailed],
    },
  },
  {
    id: "verifyTransaction",
    method: "get",
    path: "/public/transaction/verify",
    tag: "Invoices",
    summary: "Read one transaction",
    access: "key",
    tier: "standard",
    query: verifyQuery,
    answer: successOf(transactionRecord),
    failures: notFound,
  },
  {
    id: "listTransactions",
    method: "get",
    path: "/public/transaction/list",
    tag: "Invoices",
    summary: "List transactions, newest first, by page or by cursor",
    access: "key",
    tier: "standard",
    query: listQuery,
    answer: successOf(transactionPage),
    failures: { 400: [TEXTS.currencyType] },
  },
  {
    id: "cancelTransaction",
    method: "post",
    path: "/public/transaction/cancel",
    tag: "Invoices",
    summary: "Cancel a deposit that is still initiated",
    access: "key",
    tier: "standard",
    body: cancelBody,
    answer: successOf(transactionRecord),
    failures: { 400: [TEXTS.notCancellable], ...notFound },
  },
  {
    id: "getCheckout",
    method: "get",
    path: "/public/checkout/{code}",
    tag: "Payment page",
    summary: "What the payment page shows; answers 304 to a known ETag",
    access: "public",
    tier: "status_poll",
    pathParameters: ["code"],
    answer: successOf(checkout),
    etag: true,
    failures: { 404: [TEXTS.notFound] },
  },
  {
    id: "extendCheckout",
    method: "post",
    path: "/public/checkout/{code}/extend",
    tag: "Payment page",
    summary: "Give the payer more time, once, before the time is over",
    access: "public",
    tier: "standard",
    pathParameters: ["code"],
    answer: successOf(checkoutExtension),
    failures: { 400: [TEXTS.notExtendable], 404: [TEXTS.notFound] },
  },
  {
    id: "requestLookup",
    method: "post",
    path: "/public/checkout/{code}/lookup",
    tag: "Payment page",
    summary: "Ask what became of a transaction that a payer sent",
    access: "public",
    tier: "standard",
    pathParameters: ["code"],
    body: lookupBody,
    answer: successOf(checkoutLookup),
    failures: { 400: [TEXTS.transactionHash], 404: [TEXTS.notFound] },
  },
  {
    id: "getLookup",
    method: "get",
    path: "/public/checkout/{code}/lookup/{lookupId}",
    tag: "Payment page",
    summary: "Read the answer; its reason is null until there is one",
    access: "public",
    tier: "status_poll",
    pathParameters: ["code", "lookupId"],
    answer: successOf(checkoutLookup),
    failures: { 404: [TEXTS.notFound] },
  },
  {
    id: "payCheckout",
    method: "post",
    path: "/public/checkout/{code}/pay",
    tag: "Payment page",
    summary: "Ask for the remaining amount in test USDT, or for another scene of a payment",
    access: "public",
    tier: "standard",
    sandboxOnly: true,
    pathParameters: ["code"],
    body: payCheckoutBody,
    answer: successOf(checkoutPayment),
    failures: { 400: [TEXTS.scene, TEXTS.notOpen], 404: [TEXTS.notFound] },
  },
  ...PAYER_OPERATIONS,
  ...WALLET_OPERATIONS,
  ...WITHDRAWAL_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  {
    id: "sendTestPayment",
    method: "post",
    path: "/sandbox/pay",
    tag: "Sandbox",
    summary: "Send test USDT to an address",
    access: "key",
    tier: "standard",
    sandboxOnly: true,
    body: sandboxPayBody,
    answer: successOf(sandboxPayment),
    failures: { 400: [TEXTS.currencyType, TEXTS.amount, TEXTS.walletAddress] },
  },
  {
    id: "getSettings",
    method: "get",
    path: "/sandbox/settings",
    tag: "Sandbox",
    summary: "Read the merchant's settings",
    access: "key_and_secret",
    tier: "standard",
    sandboxOnly: true,
    answer: successOf(settingsAnswer),
    failures: {},
  },
  {
    id: "updateSettings",
    method: "post",
    path: "/sandbox/settings",
    tag: "Sandbox",
    summary: "Change settings of the merchant; what is absent stays",
    access: "key_and_secret",
    tier: "standard",
    sandboxOnly: true,
    body: settingsBody,
    answer: successOf(settingsAnswer),
    failures: {},
  },
];
