import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { NetworkId, Units } from "@/lib/kit";
import { moment, moneyUnits } from "./columns";
import type { StoredFeeTier } from "./merchants";

export type InvoiceStatus = "initiated" | "amount_confirmed" | "confirmed" | "failed" | "cancelled";
export type InvoiceException = "none" | "underpaid" | "overpaid" | "late";

export const invoices = pgTable(
  "invoices",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    number: bigint({ mode: "bigint" }).notNull(),
    invoiceNo: text().notNull(),
    code: text().notNull(),
    network: text().$type<NetworkId>().notNull(),
    address: text().notNull(),
    walletAddress: text().notNull(),
    amountUnits: moneyUnits().notNull(),
    toleranceUnits: moneyUnits().notNull(),
    receivedUnits: moneyUnits().notNull(),
    creditedUnits: moneyUnits().notNull(),
    feeUnits: moneyUnits().notNull(),
    feePayer: text().$type<"merchant" | "user">().notNull(),
    feeTiers: jsonb().$type<readonly StoredFeeTier[]>().notNull(),
    creditAt: text().$type<"sweep" | "finality">().notNull(),
    status: text().$type<InvoiceStatus>().notNull(),
    exception: text().$type<InvoiceException>().notNull(),
    reason: text(),
    late: boolean().notNull(),
    callbackUrl: text(),
    webhookUrl: text(),
    username: text(),
    firstName: text(),
    lastName: text(),
    email: text(),
    phoneNumber: text(),
    description: text(),
    referenceId: text(),
    remarks: text(),
    settlingTxHash: text(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    detectedAt: moment(),
    settledAt: moment(),
    confirmedAt: moment(),
    failedAt: moment(),
    cancelledAt: moment(),
    extensionMs: bigint({ mode: "number" }),
    extendedAt: moment(),
    revision: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const deposits = pgTable(
  "deposits",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    kind: text().$type<"top_up" | "user">().notNull(),
    network: text().$type<NetworkId>().notNull(),
    walletAddress: text().notNull(),
    txHash: text().notNull(),
    logIndex: integer().notNull(),
    amountUnits: moneyUnits().notNull(),
    status: text().$type<"initiated" | "confirmed" | "failed">().notNull(),
    reason: text(),
    createdAt: moment().notNull(),
    detectedAt: moment().notNull(),
    confirmedAt: moment(),
    customerId: uuid(),
    userId: text(),
    feeUnits: moneyUnits()
      .notNull()
      .default(0n as Units),
    feePayer: text().$type<"merchant" | "user">().notNull().default("merchant"),
    figureUnits: moneyUnits()
      .notNull()
      .default(0n as Units),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);
