import { type Ids, NOWHERE } from "./api-calls";
import type { Ask } from "./api-client";

const EMAIL = "email must be an e-mail address";

/** What is wrong with a call, by the text that says so. */
export const REFUSALS: readonly (readonly [
  id: string,
  status: number,
  message: string,
  over: (ids: Ids) => Ask,
])[] = [
  ...invoiceCases(),
  ...walletCases(),
  ...["createWithdrawal", "createWithdrawalRequest", "createWithdrawalRequestAlias"].flatMap(
    withdrawalCases,
  ),
  ["listWithdrawals", 400, "Validation failed", () => ({ query: { limit: "0" } })],
  ["getPayout", 400, "Validation failed", () => ({ query: {} })],
  ["listWebhookEvents", 400, "Validation failed", () => ({ query: { limit: "0" } })],
  [
    "requestLookup",
    400,
    "transactionHash must be 64 hexadecimal digits",
    () => ({ body: { transactionHash: "0x12" } }),
  ],
  ["mailReceipt", 400, EMAIL, () => ({ body: { email: "alice" } })],
  ["leaveContact", 400, EMAIL, () => ({ body: { email: "" } })],
  [
    "leaveContact",
    400,
    "refundAddress must be an address on the payment's network",
    () => ({ body: { email: "alice@example.com", refundAddress: "x".repeat(101) } }),
  ],
  [
    "payCheckout",
    400,
    "scene must be one of exact, part, over, two, late, expire, reorganise",
    () => ({ body: { scene: "vanish" } }),
  ],
  [
    "setWebhookUrl",
    400,
    "webhookUrl must be an https URL",
    () => ({ body: { webhookUrl: "ftp://x" } }),
  ],
  [
    "setWebhookUrl",
    400,
    "webhookUrl must not point to a private address",
    () => ({ body: { webhookUrl: "https://10.0.0.1/" } }),
  ],
];

function invoiceCases() {
  const query = { currencyType: "USDT-TRC20", amount: "5" };
  const create = (message: string, over: object) =>
    ["createInvoice", 400, message, () => ({ query: { ...query, ...over } })] as const;
  const pay = (message: string, over: object) =>
    [
      "sendTestPayment",
      400,
      message,
      () => ({ body: { ...query, walletAddress: NOWHERE, ...over } }),
    ] as const;
  return [
    create("currencyType must be USDT-TRC20 or USDT-ERC20", { currencyType: "USDT" }),
    create("Amount must be a valid positive number", { amount: "0" }),
    create("timer must be between 1 and 10080 minutes", { timer: "10081" }),
    create("callbackUrl must be an http(s) URL", { callbackUrl: "x" }),
    create("webhookUrl must be an https URL", { webhookUrl: "ftp://x" }),
    create("webhookUrl must not point to a private address", { webhookUrl: "https://10.0.0.1/" }),
    ["verifyTransaction", 400, "Validation failed", () => ({ query: {} })] as const,
    ["listTransactions", 400, "Validation failed", () => ({ query: { limit: "0" } })] as const,
    [
      "listTransactions",
      400,
      "currencyType must be USDT-TRC20 or USDT-ERC20",
      () => ({ query: { currencyType: "USDT" } }),
    ] as const,
    pay("currencyType must be USDT-TRC20 or USDT-ERC20", { currencyType: "USDT" }),
    pay("Amount must be a valid positive number", { amount: "0" }),
    pay("Invalid wallet address format", { walletAddress: "x" }),
  ];
}

function walletCases() {
  const user = { userId: "u", email: "a@example.com" };
  const generate = (message: string, over: object) =>
    ["generateWallet", 400, message, () => ({ body: { ...user, ...over } })] as const;
  const update = (status: number, message: string, over: object) =>
    [
      "updateBalance",
      status,
      message,
      (ids: Ids) => ({
        body: {
          userId: ids.userId,
          walletAddress: ids.walletAddress,
          amount: 5,
          transactionHash: `figure of ${ids.userId}`,
          ...over,
        },
      }),
    ] as const;
  return [
    generate("userId and email are required", { email: "" }),
    generate("callbackUrl must be an https URL", { callbackUrl: "x" }),
    generate("callbackUrl must not point to a private address", {
      callbackUrl: "https://10.0.0.1/",
    }),
    update(400, "userId, walletAddress, amount and transactionHash are required", { userId: "" }),
    update(400, "Amount must be a valid positive number", { amount: -1 }),
    update(409, "transactionHash was already used with another amount", {}),
    ["listUserTransactions", 400, "userId is required", () => ({ query: {} })] as const,
    [
      "listUserTransactions",
      400,
      "Validation failed",
      (ids: Ids) => ({ query: { userId: ids.userId, limit: "0" } }),
    ] as const,
  ];
}

function withdrawalCases(id: string) {
  const wrong = (message: string, over: (ids: Ids) => object) =>
    [
      id,
      400,
      message,
      (ids: Ids) => ({
        body: {
          userId: ids.userId,
          walletAddress: NOWHERE,
          amount: 10,
          currencyType: "USDT-TRC20",
          ...over(ids),
        },
      }),
    ] as const;
  return [
    wrong("userId, walletAddress, amount and currencyType are required", () => ({ userId: "" })),
    wrong("currencyType must be USDT-TRC20 or USDT-ERC20", () => ({ currencyType: "x" })),
    wrong("Amount must be a valid positive number", () => ({ amount: 0 })),
    wrong("Minimum withdrawal amount is greater than 0.1 USDT", () => ({ amount: 0.099 })),
    wrong("Invalid wallet address format", () => ({
      walletAddress: "TN7oGaKhMfSfAwnVUiPNaEiGgRbRQGrain",
    })),
    wrong("callbackUrl must be an https URL", () => ({ callbackUrl: "x" })),
    wrong("callbackUrl must not point to a private address", () => ({
      callbackUrl: "https://10.0.0.1/",
    })),
    wrong("Destination address is not allowed", (ids) => ({ walletAddress: ids.walletAddress })),
    wrong("Amount must be greater than the withdrawal fee", () => ({ amount: 2 })),
    wrong("Insufficient user wallet balance", () => ({ amount: 60_000 })),
  ];
}
