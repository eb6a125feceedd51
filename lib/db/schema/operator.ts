import { jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { NetworkId } from "@/lib/kit";
import { bigNumeric, moment } from "./columns";

export type OperatorOrderState = "waiting" | "done" | "failed";

export const operatorOrders = pgTable("operator_orders", {
  id: uuid().primaryKey(),
  kind: text().notNull(),
  input: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  orderedBy: uuid().notNull(),
  at: moment().notNull(),
  state: text().$type<OperatorOrderState>().notNull().default("waiting"),
  problem: text(),
  result: jsonb().$type<Readonly<Record<string, unknown>>>(),
  doneAt: moment(),
});

export const gasReadings = pgTable("gas_readings", {
  network: text().$type<NetworkId>().primaryKey(),
  address: text().notNull(),
  balance: bigNumeric().notNull(),
  seenAt: moment().notNull(),
});
