import { z } from "zod";
import { NETWORK_IDS } from "@/lib/kit";
import type { CheckoutView } from "./checkout";
import { pageSchema } from "./paging";
import type { TransactionPage, TransactionRecord } from "./record";

const moment = z.iso.datetime({ precision: 3 });
const amount = z.number().nonnegative();
const text = z.string().nullable();
const statusWord = z.enum([
  "initiated",
  "amount confirmed",
  "confirmed",
  "failed",
  "cancelled",
  "pending",
  "processing",
  "completed",
  "rejected",
]);

const payment = z.strictObject({
  txHash: z.string(),
  logIndex: z.int(),
  amount,
  blockNumber: z.int(),
  confirmations: z.int(),
  late: z.boolean(),
});

/** The transaction record (section 5). */
export const transactionRecord = z
  .strictObject({
    id: z.uuid(),
    transactionId: z.uuid(),
    type: z.enum(["deposit", "withdrawal", "payout"]),
    clientId: z.string().regex(/^[0-9a-f]{24}$/),
    status: statusWord,
    amount,
    fee: amount.nullable(),
    netAmount: amount.nullable(),
    actualBalance: amount,
    currencyType: z.enum(NETWORK_IDS),
    network: z.enum(NETWORK_IDS),
    walletAddress: z.string(),
    invoiceNo: text,
    referenceId: text,
    userId: text,
    description: text,
    blockchainTxHash: text,
    confirmations: z.int().nullable(),
    payments: z.array(payment),
    feePayer: z.enum(["merchant", "user"]),
    platformFee: amount.nullable(),
    reason: text,
    remarks: text,
    late: z.boolean(),
    createdAt: moment,
    detectedAt: moment.nullable(),
    confirmedAt: moment.nullable(),
    expiresAt: moment.nullable(),
    cancelledAt: moment.nullable(),
  })
  .meta({ id: "TransactionRecord" }) satisfies z.ZodType<TransactionRecord>;

export const transactionPage = pageSchema(transactionRecord) satisfies z.ZodType<TransactionPage>;

/** The answer of transaction/create, the one whose fields are top level. */
export const createdInvoice = z.strictObject({
  success: z.literal(true),
  message: z.string(),
  url: z.url(),
  paymentUrl: z.url(),
  transactionId: z.uuid(),
  invoiceNo: z.string().regex(/^INV-\d+-\d{4,}$/),
  walletAddress: z.string(),
  amount,
  currencyType: z.enum(NETWORK_IDS),
  expiresAt: moment,
});

/** What the status poll of a payment page answers. */
export const checkout = z.strictObject({
  status: statusWord,
  state: z.enum([
    "waiting",
    "partial",
    "detected",
    "confirming",
    "checking",
    "paid",
    "overpaid",
    "expired",
    "expired_partial",
    "late",
    "cancelled",
  ]),
  amount,
  received: amount,
  remaining: amount,
  currencyType: z.enum(NETWORK_IDS),
  walletAddress: text,
  invoiceNo: z.string(),
  expiresAt: moment,
  now: moment,
  confirmations: z.int(),
  requiredConfirmations: z.int(),
  blockchainTxHash: text,
  callbackUrl: text,
  merchantName: z.string(),
}) satisfies z.ZodType<CheckoutView>;

export const sandboxPayment = z.strictObject({
  transactionHash: z.string(),
  walletAddress: z.string(),
  amount,
  currencyType: z.enum(NETWORK_IDS),
});

/** The end of a payment that was given more time. */
export const checkoutExtension = z.strictObject({ expiresAt: moment });

/** The test payment that a payment page asked for; the page's poll shows the rest. */
export const checkoutPayment = z.strictObject({ id: z.uuid() });
