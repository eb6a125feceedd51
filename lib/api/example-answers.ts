import { TEXTS } from "./texts";

interface OperationExample {
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is put into the answer that the schema makes. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

const TRON_ADDRESS = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
const wallets = [
  { walletAddress: "0xdAC17F958D2ee523a2206206994597C13D831ec7", walletNetwork: "USDT-ERC20" },
  { walletAddress: TRON_ADDRESS, walletNetwork: "USDT-TRC20" },
];
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
const deposit = { userId: null };
const withdrawn = { status: "completed", fee: 2, netAmount: 48 };
const onlySometimes = { reason: undefined, remarks: undefined };
const paidOut = { ...withdrawn, ...onlySometimes };
const queued = {
  ...paidOut,
  status: "pending",
  transactionHash: null,
  completedAt: null,
};
const withdrawalRecord = {
  ...withdrawn,
  type: "withdrawal",
  invoiceNo: null,
  referenceId: null,
  payments: [],
  feePayer: "user",
  platformFee: 2,
  actualBalance: 48,
  expiresAt: null,
};
const withdrawalBody = {
  userId: "user-12345",
  walletAddress: TRON_ADDRESS,
  amount: 50,
  currencyType: "USDT-TRC20",
};

const delivered = {
  deliveryStatus: "delivered",
  attempts: 1,
  lastStatusCode: 200,
  lastError: null,
  nextAttemptAt: null,
};

/** By operation id: what the schemas alone can't know. */
export const OPERATION_EXAMPLES: Readonly<Record<string, OperationExample>> = {
  setWebhookUrl: { answer: { message: TEXTS.webhookUrlUpdated } },
  sendTestWebhook: {
    answer: { message: TEXTS.webhookTestSent, data: { ...delivered, type: "test" } },
  },
  getWebhookSecret: { answer: { message: TEXTS.webhookSecretRetrieved } },
  rotateWebhookSecret: {
    answer: {
      message: TEXTS.webhookSecretRotated,
      data: { webhookSecret: "tg_whs_EXAMPLE-shown-this-once" },
    },
  },
  listWebhookEvents: { answer: { message: TEXTS.webhookEventsRetrieved } },
  retryWebhookEvent: { answer: { message: TEXTS.webhookEventRetried } },
  createInvoice: {
    body: { email: "alice@example.com", referenceId: "ORD-1234" },
    answer: { message: TEXTS.paymentLinkGenerated },
  },
  verifyTransaction: { answer: { message: TEXTS.transactionRetrieved, data: deposit } },
  listTransactions: { answer: { message: TEXTS.transactionsRetrieved } },
  cancelTransaction: {
    answer: {
      message: TEXTS.transactionCancelled,
      data: {
        ...unpaid,
        status: "cancelled",
        remarks: "Customer requested",
        cancelledAt: "2026-03-02T09:15:02.118Z",
      },
    },
    body: {
      transactionId: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90",
      type: "deposit",
      remarks: "Customer requested",
    },
  },
  generateWallet: { answer: { message: TEXTS.walletsGenerated, data: { wallets } } },
  getWallet: { answer: { message: TEXTS.walletRetrieved, data: { wallets } } },
  getWalletBalance: { answer: { message: TEXTS.balanceRetrieved } },
  updateBalance: {
    body: {
      userId: "user-12345",
      walletAddress: TRON_ADDRESS,
      amount: 50,
      transactionHash: "adjustment-2026-0042",
    },
    answer: { message: TEXTS.balanceUpdated },
  },
  listUserTransactions: { answer: { message: TEXTS.transactionsRetrieved } },
  createWithdrawal: {
    body: withdrawalBody,
    answer: { message: TEXTS.withdrawalCompleted, data: paidOut },
  },
  createWithdrawalRequest: {
    body: withdrawalBody,
    answer: { message: TEXTS.withdrawalRequested, data: queued },
  },
  createWithdrawalRequestAlias: {
    body: withdrawalBody,
    answer: { message: TEXTS.withdrawalRequested, data: queued },
  },
  listWithdrawals: { answer: { message: TEXTS.withdrawalsRetrieved } },
  approveWithdrawal: { answer: { message: TEXTS.withdrawalCompleted, data: paidOut } },
  rejectWithdrawal: {
    body: { remarks: "Not this time" },
    answer: {
      message: TEXTS.withdrawalRejected,
      data: { ...queued, status: "rejected", remarks: "Not this time" },
    },
  },
  getPayout: { answer: { message: TEXTS.payoutRetrieved, data: withdrawalRecord } },
  getMerchantDetails: { answer: { message: TEXTS.merchantDetailsRetrieved } },
  getCheckout: {
    answer: {
      message: TEXTS.checkoutRetrieved,
      data: { status: "amount confirmed", walletAddress: null },
    },
  },
  payCheckout: { answer: { message: TEXTS.testPaymentRequested } },
  sendTestPayment: {
    body: { currencyType: "USDT-TRC20", amount: 50, walletAddress: TRON_ADDRESS },
    answer: { message: TEXTS.testPaymentSent },
  },
  getSettings: { answer: { message: TEXTS.settingsRetrieved } },
  updateSettings: {
    body: { autoWithdraw: true, maxAutoWithdrawAmount: 250 },
    answer: {
      message: TEXTS.settingsUpdated,
      data: { autoWithdraw: true, maxAutoWithdrawAmount: 250 },
    },
  },
};

export const EXAMPLE_PARTS = { wallets, withdrawn, withdrawalRecord, withdrawalBody };
