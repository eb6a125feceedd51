import { integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { NetworkId } from "@/lib/kit";
import { moment, moneyUnits } from "./columns";

export type LookupReason =
  | "found"
  | "not_final"
  | "not_enough"
  | "other_address"
  | "other_payment"
  | "wrong_network"
  | "wrong_token"
  | "no_tokens"
  | "reverted"
  | "pending"
  | "unknown"
  | "unavailable";

export const paymentLookups = pgTable(
  "payment_lookups",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    invoiceId: uuid().notNull(),
    txHash: text().notNull(),
    reason: text().$type<LookupReason>(),
    network: text().$type<NetworkId>(),
    amountUnits: moneyUnits(),
    remainingUnits: moneyUnits(),
    confirmations: integer(),
    requiredConfirmations: integer(),
    otherAddress: text(),
    leasedUntil: moment(),
    createdAt: moment().notNull(),
    answeredAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);
