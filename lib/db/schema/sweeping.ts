import { bigint, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { NetworkId } from "@/lib/kit";
import { moment, moneyUnits } from "./columns";

export type BatchState = "sending" | "settled" | "failed";

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
