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
import { bytea, moment } from "./columns";

export type ExportFormat = "csv" | "xlsx";
export type ExportState = "queued" | "running" | "done" | "failed" | "expired";

export const notes = pgTable(
  "notes",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    subjectId: uuid().notNull(),
    author: text().notNull(),
    text: text().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const savedViews = pgTable(
  "saved_views",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    list: text().notNull(),
    name: text().notNull(),
    owner: text().notNull(),
    shared: boolean().notNull().default(false),
    query: text().notNull(),
    columns: text().array().notNull().default([]),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const defaultViews = pgTable(
  "default_views",
  {
    merchantId: uuid().notNull(),
    owner: text().notNull(),
    list: text().notNull(),
    viewId: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.owner, t.list] })],
);

export const exports = pgTable(
  "exports",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    owner: text().notNull(),
    format: text().$type<ExportFormat>().notNull(),
    filter: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    timeZone: text().notNull(),
    state: text().$type<ExportState>().notNull().default("queued"),
    rowsDone: integer().notNull().default(0),
    /** Counted to 10,000 when it was asked for. */
    rowsExpected: integer().notNull(),
    pieces: integer().notNull().default(0),
    bytes: bigint({ mode: "number" }).notNull().default(0),
    cursor: text(),
    error: text(),
    leasedUntil: moment(),
    createdAt: moment().notNull(),
    endedAt: moment(),
    expiresAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const exportChunks = pgTable(
  "export_chunks",
  {
    merchantId: uuid().notNull(),
    exportId: uuid().notNull(),
    position: integer().notNull(),
    data: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.exportId, t.position] })],
);

export const auditChain = pgTable("audit_chain", {
  /** Null: the house's. */
  merchantId: uuid(),
  position: bigint({ mode: "number" }).notNull(),
  auditId: uuid().primaryKey(),
  hash: bytea().notNull(),
  sealedAt: moment().notNull(),
});

/** Rows of the log that no chain holds yet. */
export const auditPending = pgTable("audit_pending", { auditId: uuid().primaryKey() });
