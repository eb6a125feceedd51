import { bigint, boolean, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { NetworkId, Units } from "@/lib/kit";
import { moment, moneyUnits } from "./columns";

export type AddressPurpose = "deposit" | "merchant" | "gas";
export type OwnerKind = "invoice" | "user" | "merchant" | "gas";

export const addresses = pgTable(
  "addresses",
  {
    network: text().$type<NetworkId>().notNull(),
    address: text().notNull(),
    display: text().notNull(),
    purpose: text().$type<AddressPurpose>().notNull(),
    pathIndex: integer().notNull(),
    verifiedAt: moment().notNull(),
    merchantId: uuid(),
    ownerKind: text().$type<OwnerKind>(),
    ownerId: uuid(),
    takenAt: moment(),
    unsweptSince: moment(),
    unsweptUnits: moneyUnits()
      .notNull()
      .default(0n as Units),
  },
  (t) => [primaryKey({ columns: [t.network, t.address] })],
);

export const chainCursors = pgTable("chain_cursors", {
  network: text().$type<NetworkId>().primaryKey(),
  identity: text().notNull(),
  height: bigint({ mode: "number" }).notNull(),
  hash: text().notNull(),
  blockTime: moment().notNull(),
  latestHeight: bigint({ mode: "number" }).notNull(),
  finalHeight: bigint({ mode: "number" }).notNull(),
  finalTime: moment().notNull(),
  scannedAt: moment().notNull(),
  haltedReason: text(),
});

export const chainBlocks = pgTable(
  "chain_blocks",
  {
    network: text().$type<NetworkId>().notNull(),
    height: bigint({ mode: "number" }).notNull(),
    hash: text().notNull(),
    parentHash: text().notNull(),
    blockTime: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.network, t.height] })],
);

export const chainTransfers = pgTable(
  "chain_transfers",
  {
    network: text().$type<NetworkId>().notNull(),
    txHash: text().notNull(),
    logIndex: integer().notNull(),
    height: bigint({ mode: "number" }).notNull(),
    blockHash: text().notNull(),
    blockTime: moment().notNull(),
    fromAddress: text().notNull(),
    toAddress: text().notNull(),
    amountUnits: moneyUnits().notNull(),
    state: text().$type<"seen" | "final" | "orphaned">().notNull(),
    merchantId: uuid().notNull(),
    ownerKind: text().$type<"invoice" | "user" | "merchant">().notNull(),
    ownerId: uuid(),
    late: boolean().notNull().default(false),
    firstSeenAt: moment().notNull(),
    finalAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.network, t.txHash, t.logIndex] })],
);
