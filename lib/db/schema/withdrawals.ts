import { sql } from "drizzle-orm";
import { bigint, date, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { NetworkId } from "@/lib/kit";
import { moment, moneyUnits } from "./columns";

export type WithdrawalType = "withdrawal" | "payout" | "fee_settlement";
export type WithdrawalOrigin = "api" | "request" | "dashboard" | "operator";
export type WithdrawalState =
  | "pending"
  | "approved"
  | "sent"
  | "included"
  | "settled"
  | "failed"
  | "rejected";

export const withdrawals = pgTable(
  "withdrawals",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    type: text().$type<WithdrawalType>().notNull(),
    origin: text().$type<WithdrawalOrigin>().notNull(),
    customerId: uuid(),
    userId: text(),
    network: text().$type<NetworkId>().notNull(),
    toAddress: text().notNull(),
    walletAddress: text().notNull(),
    amountUnits: moneyUnits().notNull(),
    feeUnits: moneyUnits().notNull(),
    netUnits: moneyUnits().notNull(),
    holdUnits: moneyUnits().notNull(),
    figureUnits: moneyUnits().notNull(),
    feePayer: text().$type<"merchant" | "user">().notNull(),
    state: text().$type<WithdrawalState>().notNull(),
    callbackUrl: text(),
    description: text(),
    remarks: text(),
    reason: text(),
    blockedReason: text(),
    retryAt: moment(),
    txHash: text(),
    includedHeight: bigint({ mode: "number" }),
    period: date({ mode: "string" }),
    createdAt: moment().notNull(),
    approvedAt: moment(),
    processedAt: moment(),
    completedAt: moment(),
    settledAt: moment(),
    revision: integer().notNull().default(0),
    /** Who asked, as the audit log writes it; null: before this was kept. */
    madeBy: text(),
    /** The database's own: the characters that a hurried eye compares. */
    look: text().generatedAlwaysAs(sql``),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const walletFundings = pgTable(
  "wallet_fundings",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    address: text().notNull(),
    state: text().$type<"funding" | "done">().notNull(),
    blockedReason: text(),
    retryAt: moment(),
    createdAt: moment().notNull(),
    endedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const settlementRuns = pgTable(
  "settlement_runs",
  {
    network: text().$type<NetworkId>().notNull(),
    period: date({ mode: "string" }).notNull(),
    ranAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.network, t.period] })],
);
