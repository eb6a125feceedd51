import { pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { moment, moneyUnits } from "./columns";

export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    merchantId: uuid().notNull(),
    path: text().notNull(),
    network: text().notNull(),
    kind: text().notNull(),
    ref: text().notNull().default(""),
    asset: text().notNull(),
    scale: smallint().notNull(),
    normal: smallint().$type<1 | -1>().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.path] })],
);

export const ledgerTransactions = pgTable(
  "ledger_transactions",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    cause: text().notNull(),
    kind: text().notNull(),
    fingerprint: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    merchantId: uuid().notNull(),
    transactionId: uuid().notNull(),
    line: smallint().notNull(),
    path: text().notNull(),
    amountUnits: moneyUnits().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.transactionId, t.line] })],
);

export const ledgerBalances = pgTable(
  "ledger_balances",
  {
    merchantId: uuid().notNull(),
    path: text().notNull(),
    balanceUnits: moneyUnits().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.path] })],
);

export const ledgerDeltas = pgTable(
  "ledger_deltas",
  {
    merchantId: uuid().notNull(),
    path: text().notNull(),
    transactionId: uuid().notNull(),
    line: smallint().notNull(),
    amountUnits: moneyUnits().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.path, t.transactionId, t.line] })],
);
