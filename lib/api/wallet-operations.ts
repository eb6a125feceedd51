import { successOf } from "./envelope";
import type { Operation } from "./operations";
import { transactionPage } from "./responses";
import { TEXTS } from "./texts";
import { generateWalletBody, updateBalanceBody, userListQuery } from "./wallet-requests";
import { walletBalance, walletView } from "./wallets";

const common = { tag: "User wallets", access: "key" } as const;
const notFound = { 404: [TEXTS.walletNotFound] };

/** The endpoints of the contract's section 3, in its order. */
export const WALLET_OPERATIONS: readonly Operation[] = [
  {
    ...common,
    id: "generateWallet",
    method: "post",
    path: "/public/wallet/generate",
    summary: "Give a user an address of their own on every network, or update the user",
    tier: "wallet_generation",
    body: generateWalletBody(true),
    answer: successOf(walletView),
    failures: {
      400: [
        TEXTS.userAndEmailRequired,
        TEXTS.callbackWebhookUrl,
        TEXTS.callbackWebhookUrlPrivate,
        TEXTS.walletsNotGenerated,
      ],
    },
  },
  {
    ...common,
    id: "getWallet",
    method: "get",
    path: "/public/wallet/view/{userId}",
    summary: "Read a user and their addresses",
    tier: "standard",
    pathParameters: ["userId"],
    answer: successOf(walletView),
    failures: notFound,
  },
  {
    ...common,
    id: "getWalletBalance",
    method: "get",
    path: "/public/wallet/balance/{userId}",
    summary: "Read what a user may spend, by network and in sum",
    tier: "standard",
    pathParameters: ["userId"],
    answer: successOf(walletBalance),
    failures: notFound,
  },
  {
    ...common,
    id: "updateBalance",
    method: "post",
    path: "/public/wallet/updateBalance",
    summary: "Add to a user's figure, once per wallet and transactionHash; no money moves",
    tier: "financial",
    body: updateBalanceBody,
    answer: successOf(walletBalance),
    failures: {
      400: [TEXTS.creditFieldsRequired, TEXTS.amount],
      403: [TEXTS.dailyLimitReached],
      409: [TEXTS.hashUsedWithOtherAmount, TEXTS.hashAlreadyCredited],
      ...notFound,
    },
  },
  {
    ...common,
    id: "listUserTransactions",
    method: "get",
    path: "/public/user/transaction/list",
    summary: "List a user's deposits and withdrawals, newest first, by page or by cursor",
    tier: "standard",
    query: userListQuery,
    answer: successOf(transactionPage),
    failures: { 400: [TEXTS.userIdRequired], ...notFound },
  },
];
