import { bigint, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { NetworkId } from "@/lib/kit";
import { bigNumeric, moment, moneyUnits } from "./columns";

export type BatchState = "sending" | "settled" | "failed";
export type LoanState = "lending" | "lent" | "reclaiming" | "reclaimed" | "failed";
export type StakeOrderKind = "stake" | "unstake" | "withdraw";
export type StakeOrderState = "ordered" | "sending" | "done" | "failed";

export const sweepBatches = pgTable(
  "sweep_batches",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    delegate: text().notNull(),
    toAddress: text().notNull(),
    state: text().$type<BatchState>().notNull(),
    createdAt: moment().notNull(),
    endedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const sweepBatchMembers = pgTable(
  "sweep_batch_members",
  {
    merchantId: uuid().notNull(),
    batchId: uuid().notNull(),
    position: integer().notNull(),
    sweepId: uuid().notNull(),
    fromAddress: text().notNull(),
    amountUnits: moneyUnits().notNull(),
    authorizes: bigint({ mode: "number" }),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.batchId, t.position] })],
);

export const energyLoans = pgTable(
  "energy_loans",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    sweepId: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    toAddress: text().notNull(),
    stake: bigNumeric().notNull(),
    state: text().$type<LoanState>().notNull(),
    blockedReason: text(),
    retryAt: moment(),
    createdAt: moment().notNull(),
    endedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const stakeOrders = pgTable("stake_orders", {
  id: uuid().primaryKey(),
  network: text().$type<NetworkId>().notNull(),
  kind: text().$type<StakeOrderKind>().notNull(),
  amount: bigNumeric().notNull(),
  state: text().$type<StakeOrderState>().notNull(),
  blockedReason: text(),
  createdAt: moment().notNull(),
  endedAt: moment(),
});
