import { OPERATIONS, type Operation } from "@/lib/api/operations";
import type { Ask } from "./api-client";

/** One call of an operation. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly ask: Ask;
}

/** The ids that an operation's parameters may name. */
export interface Ids {
  readonly transactionId: string;
  readonly withdrawalId: string;
  readonly payoutId: string;
  readonly userId: string;
  readonly walletAddress: string;
  readonly webhookEventId: string;
  readonly code: string;
  readonly lookupId: string;
}

/** A destination of nobody's. */
export const NOWHERE = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

const withdrawal = ({ userId }: Ids) => ({
  userId,
  walletAddress: NOWHERE,
  amount: 10,
  currencyType: "USDT-TRC20",
});

/** Valid parameters of every operation that needs some, by its id. */
const VALID: Readonly<Record<string, (ids: Ids) => Pick<Ask, "query" | "body">>> = {
  createInvoice: () => ({ query: { currencyType: "USDT-TRC20", amount: "50" } }),
  verifyTransaction: ({ transactionId }) => ({ query: { transactionId } }),
  cancelTransaction: ({ transactionId }) => ({ body: { transactionId, type: "deposit" } }),
  sendTestPayment: ({ walletAddress }) => ({
    body: { currencyType: "USDT-TRC20", amount: 50, walletAddress },
  }),
  updateSettings: () => ({ body: { webhookOnCancel: false } }),
  generateWallet: ({ userId }) => ({ body: { userId, email: "alice@example.com" } }),
  updateBalance: ({ userId, walletAddress }) => ({
    body: { userId, walletAddress, amount: 5, transactionHash: `hash of ${userId}` },
  }),
  listUserTransactions: ({ userId }) => ({ query: { userId } }),
  createWithdrawal: (ids) => ({ body: withdrawal(ids) }),
  createWithdrawalRequest: (ids) => ({ body: withdrawal(ids) }),
  createWithdrawalRequestAlias: (ids) => ({ body: withdrawal(ids) }),
  getPayout: ({ payoutId }) => ({ query: { id: payoutId } }),
  mailReceipt: () => ({ body: { email: "alice@example.com", language: "en" } }),
  leaveContact: () => ({ body: { email: "alice@example.com", refundAddress: NOWHERE } }),
  requestLookup: () => ({ body: { transactionHash: "ab".repeat(32) } }),
  setWebhookUrl: () => ({ body: { webhookUrl: "http://127.0.0.1:9/hook" } }),
};

/** A valid call of an operation; the secret comes along where it is required. */
export function callOf(operation: Operation, ids: Ids): Call {
  const named: Readonly<Record<string, string>> = { ...ids };
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(named[name] ?? name),
  );
  const secret = operation.access === "key_and_secret" ? { secret: true as const } : {};
  return {
    method: operation.method.toUpperCase(),
    path,
    ask: { ...VALID[operation.id]?.(ids), ...secret },
  };
}

/** The fields by which an operation takes something of a merchant's. */
export function idFieldsOf(operation: Operation): readonly string[] {
  const shape = (schema: unknown) => Object.keys((schema as { shape?: object })?.shape ?? {});
  const names = [
    ...(operation.pathParameters ?? []),
    ...shape(operation.query),
    ...shape(operation.body),
  ];
  // A code in a path is a payment page's; in a body it is a person's, for now.
  const pages = new Set(operation.pathParameters ?? []);
  return names.filter(
    (name) =>
      /^id$|Id$|^walletAddress$|^search$|^cursor$/.test(name) ||
      (name === "code" && pages.has(name)),
  );
}

export const keyed = OPERATIONS.filter(({ access }) => access !== "public");
export const posted = OPERATIONS.filter(({ method }) => method === "post");
export { OPERATIONS };

/** Ids of the right form that nothing has. */
export const NOBODYS: Ids = {
  transactionId: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90",
  withdrawalId: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a91",
  payoutId: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a92",
  userId: "nobody",
  walletAddress: NOWHERE,
  webhookEventId: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a93",
  code: "0".repeat(22),
  lookupId: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a94",
};
