import { sql } from "drizzle-orm";
import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { NetworkId } from "@/lib/kit";
import { moment, moneyUnits } from "./columns";

export const recipients = pgTable(
  "recipients",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    label: text().notNull(),
    note: text(),
    network: text().$type<NetworkId>().notNull(),
    address: text().notNull(),
    walletAddress: text().notNull(),
    /** The database's own: the characters that a hurried eye compares. */
    look: text().generatedAlwaysAs(sql``),
    createdBy: uuid().notNull(),
    createdAt: moment().notNull(),
    usableAt: moment().notNull(),
    removedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const withdrawalApprovals = pgTable(
  "withdrawal_approvals",
  {
    merchantId: uuid().notNull(),
    withdrawalId: uuid().notNull(),
    userId: uuid().notNull(),
    at: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.withdrawalId, t.userId] })],
);

export const figureAdjustments = pgTable(
  "figure_adjustments",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    customerId: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    amountUnits: moneyUnits().notNull(),
    reason: text().notNull(),
    reference: text(),
    madeBy: uuid().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);
