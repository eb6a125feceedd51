import { TEXTS } from "./texts";

interface OperationExample {
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is put into the answer that the schema makes. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

export const EXAMPLE_ID = "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90";
export const EXAMPLE_ADDRESS = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

const wallets = [
  { walletAddress: "0x8ba1f109551bD432803012645Ac136ddd64DBA72", walletNetwork: "USDT-ERC20" },
  { walletAddress: EXAMPLE_ADDRESS, walletNetwork: "USDT-TRC20" },
];
const wallet = { firstName: "Alice", callbackUrl: "https://shop.example/webhooks/users", wallets };
const unpaid = {
  userId: null,
  blockchainTxHash: null,
  confirmations: null,
  payments: [],
  actualBalance: 0,
  fee: null,
  netAmount: null,
  platformFee: null,
  detectedAt: null,
  confirmedAt: null,
};
const withdrawn = { status: "completed", fee: 2, netAmount: 48 };
const withdrawalBody = {
  userId: "user-12345",
  walletAddress: EXAMPLE_ADDRESS,
  amount: 50,
  currencyType: "USDT-TRC20",
};
const withdrawal = {
  body: withdrawalBody,
  answer: { message: TEXTS.withdrawalCompleted, data: withdrawn },
};
const request = {
  body: withdrawalBody,
  answer: {
    message: TEXTS.withdrawalRequested,
    data: { ...withdrawn, status: "pending", transactionHash: null, completedAt: null },
  },
};
const event = {
  type: "deposit",
  status: "confirmed",
  url: "https://shop.example/webhooks/tillgate",
};
const lookedUp = {
  reason: null,
  network: null,
  amount: null,
  remaining: null,
  confirmations: null,
  requiredConfirmations: null,
  walletAddress: null,
};
const told = (message: string, data?: object): OperationExample => ({
  answer: { message, ...(data ? { data } : {}) },
});

/** By operation id: what the schemas alone can't know. */
export const OPERATION_EXAMPLES: Readonly<Record<string, OperationExample>> = {
  createInvoice: {
    body: { email: "alice@example.com", referenceId: "ORD-1234" },
    answer: { message: TEXTS.paymentLinkGenerated },
  },
  verifyTransaction: told(TEXTS.transactionRetrieved, { userId: null }),
  listTransactions: told(TEXTS.transactionsRetrieved),
  cancelTransaction: {
    body: { transactionId: EXAMPLE_ID, type: "deposit", remarks: "Customer requested" },
    answer: {
      message: TEXTS.transactionCancelled,
      data: {
        ...unpaid,
        status: "cancelled",
        remarks: "Customer requested",
        cancelledAt: "2026-03-02T09:15:02.118Z",
      },
    },
  },
  getCheckout: told(TEXTS.checkoutRetrieved, { status: "amount confirmed", walletAddress: null }),
  extendCheckout: told(TEXTS.checkoutExtended),
  requestLookup: {
    body: { transactionHash: "b1fd5ed0c4c8f3c1d7a0d3c6a7be0b4e1f63b3c1b0de9a3d5a1f2f3c4b5a6978" },
    answer: { message: TEXTS.lookupRequested, data: lookedUp },
  },
  getLookup: told(TEXTS.lookupRetrieved, {
    ...lookedUp,
    reason: "not_enough",
    network: "USDT-TRC20",
    amount: 30,
    remaining: 20,
    confirmations: 4,
    requiredConfirmations: 19,
  }),
  mailReceipt: {
    body: { email: "alice@example.com", language: "en" },
    answer: { message: TEXTS.receiptMailed },
  },
  leaveContact: {
    body: { email: "alice@example.com", refundAddress: EXAMPLE_ADDRESS },
    answer: { message: TEXTS.contactSaved },
  },
  payCheckout: told(TEXTS.testPaymentRequested),
  generateWallet: {
    body: { userId: "user-12345", email: "alice@example.com", firstName: "Alice" },
    answer: { message: TEXTS.walletsGenerated, data: wallet },
  },
  getWallet: told(TEXTS.walletRetrieved, wallet),
  getWalletBalance: told(TEXTS.balanceRetrieved),
  updateBalance: {
    body: {
      userId: "user-12345",
      walletAddress: EXAMPLE_ADDRESS,
      amount: 25,
      transactionHash: "adjustment-2026-0042",
    },
    answer: { message: TEXTS.balanceUpdated },
  },
  listUserTransactions: told(TEXTS.transactionsRetrieved),
  createWithdrawal: withdrawal,
  createWithdrawalRequest: request,
  createWithdrawalRequestAlias: request,
  listWithdrawals: told(TEXTS.withdrawalsRetrieved),
  approveWithdrawal: told(TEXTS.withdrawalCompleted, withdrawn),
  rejectWithdrawal: {
    body: { remarks: "Not verified yet" },
    answer: {
      message: TEXTS.withdrawalRejected,
      data: {
        ...withdrawn,
        status: "rejected",
        transactionHash: null,
        completedAt: null,
        remarks: "Not verified yet",
      },
    },
  },
  getPayout: told(TEXTS.payoutRetrieved, {
    ...withdrawn,
    type: "withdrawal",
    invoiceNo: null,
    referenceId: null,
    payments: [],
    feePayer: "user",
    platformFee: 2,
    expiresAt: null,
  }),
  getMerchantDetails: told(TEXTS.merchantDetailsRetrieved),
  setWebhookUrl: {
    body: { webhookUrl: "https://shop.example/webhooks/tillgate" },
    answer: { message: TEXTS.webhookUrlUpdated },
  },
  sendTestWebhook: told(TEXTS.webhookTestSent, { ...event, type: "test" }),
  getWebhookSecret: told(TEXTS.webhookSecretRetrieved),
  rotateWebhookSecret: told(TEXTS.webhookSecretRotated),
  listWebhookEvents: told(TEXTS.webhookEventsRetrieved),
  retryWebhookEvent: told(TEXTS.webhookEventRetried, { ...event, deliveryStatus: "pending" }),
  sendTestPayment: {
    body: { currencyType: "USDT-TRC20", amount: 50, walletAddress: EXAMPLE_ADDRESS },
    answer: { message: TEXTS.testPaymentSent },
  },
  getSettings: told(TEXTS.settingsRetrieved),
  updateSettings: {
    body: { autoWithdraw: true, maxAutoWithdrawAmount: 250 },
    answer: {
      message: TEXTS.settingsUpdated,
      data: { autoWithdraw: true, maxAutoWithdrawAmount: 250 },
    },
  },
};
