import { successOf } from "./envelope";
import type { Operation } from "./operations";
import { TEXTS } from "./texts";
import {
  merchantDetails,
  withdrawalEnvelope,
  withdrawalPage,
  withdrawalRecordSchema,
} from "./withdrawal";
import { payoutQuery, rejectBody, withdrawalBody, withdrawalsQuery } from "./withdrawal-requests";

const common = { tag: "Withdrawals", access: "key" } as const;
const capped = { 403: [TEXTS.dailyLimitReached] };
const create = {
  ...common,
  method: "post",
  tier: "financial",
  body: withdrawalBody,
  answer: withdrawalEnvelope,
  accepted: true,
  failures: {
    400: [
      TEXTS.withdrawalFields,
      TEXTS.currencyType,
      TEXTS.amount,
      TEXTS.minimumWithdrawal,
      TEXTS.walletAddress,
      TEXTS.callbackWebhookUrl,
      TEXTS.callbackWebhookUrlPrivate,
      TEXTS.destinationRefused,
      TEXTS.amountWithinFee,
      TEXTS.userBalanceShort,
      TEXTS.merchantBalanceShort,
    ],
    404: [TEXTS.walletNotFound],
    ...capped,
  },
} as const;
const judge = {
  tag: "Withdrawals",
  access: "key_and_secret",
  method: "post",
  tier: "financial",
  pathParameters: ["withdrawalId"],
  answer: withdrawalEnvelope,
} as const;
const notFound = { 404: [TEXTS.withdrawalNotFound] };

/** The endpoints of the contract's section 4, in its order. */
export const WITHDRAWAL_OPERATIONS: readonly Operation[] = [
  {
    ...create,
    id: "createWithdrawal",
    path: "/public/user/withdrawal/create",
    summary: "Pay a user out at once, and wait for the chain",
  },
  {
    ...create,
    id: "createWithdrawalRequest",
    path: "/public/withdrawal-request/create",
    summary: "Pay a user out within the merchant's limits, or wait for approval",
  },
  {
    ...create,
    id: "createWithdrawalRequestAlias",
    path: "/public/withdrawal-request",
    summary: "The same as /public/withdrawal-request/create",
  },
  {
    ...common,
    id: "listWithdrawals",
    method: "get",
    path: "/public/withdrawal-requests",
    summary: "List users' withdrawals, newest first, by page or by cursor",
    tier: "standard",
    query: withdrawalsQuery,
    answer: successOf(withdrawalPage),
    failures: {},
  },
  {
    ...judge,
    id: "approveWithdrawal",
    path: "/public/withdrawal-requests/{withdrawalId}/approve",
    summary: "Let a pending withdrawal go, and wait for the chain",
    accepted: true,
    failures: { 400: [TEXTS.notApprovable], ...notFound, ...capped },
  },
  {
    ...judge,
    id: "rejectWithdrawal",
    path: "/public/withdrawal-requests/{withdrawalId}/reject",
    summary: "Turn a pending withdrawal down; what it held is given back",
    body: rejectBody,
    failures: { 400: [TEXTS.notRejectable], ...notFound },
  },
  {
    tag: "Payouts",
    access: "key",
    id: "getPayout",
    method: "get",
    path: "/public/payout/get",
    summary: "Read any withdrawal or payout; payouts are made in the dashboard alone",
    tier: "standard",
    query: payoutQuery,
    answer: successOf(withdrawalRecordSchema),
    failures: { 404: [TEXTS.payoutNotFound] },
  },
  {
    tag: "Merchant",
    access: "key",
    id: "getMerchantDetails",
    method: "get",
    path: "/getMerchantDetails",
    summary: "The merchant's balance: available and held, in sum and per network",
    tier: "standard",
    answer: successOf(merchantDetails),
    failures: {},
  },
];
