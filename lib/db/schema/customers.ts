import { boolean, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { NetworkId, Units } from "@/lib/kit";
import { moment, moneyUnits } from "./columns";

export const customers = pgTable(
  "customers",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    userId: text().notNull(),
    email: text().notNull(),
    firstName: text(),
    lastName: text(),
    phone: text(),
    callbackUrl: text(),
    isActive: boolean().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const customerWallets = pgTable(
  "customer_wallets",
  {
    merchantId: uuid().notNull(),
    customerId: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    address: text().notNull(),
    walletAddress: text().notNull(),
    depositCount: integer().notNull().default(0),
    depositedUnits: moneyUnits()
      .notNull()
      .default(0n as Units),
    lastDepositAt: moment(),
    lastDepositUnits: moneyUnits(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.customerId, t.network] })],
);

export const customerCredits = pgTable(
  "customer_credits",
  {
    merchantId: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    address: text().notNull(),
    txHash: text().notNull(),
    source: text().$type<"chain" | "manual">().notNull(),
    amountUnits: moneyUnits().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.network, t.address, t.txHash] })],
);
