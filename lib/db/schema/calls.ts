import { boolean, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** Calls of the API, by request id; bodies are masked and cut. */
export const apiRequests = pgTable(
  "api_requests",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    createdAt: moment().notNull(),
    /** As the audit log writes it. */
    actor: text().notNull(),
    method: text().notNull(),
    route: text().notNull(),
    path: text().notNull(),
    query: text().notNull(),
    status: smallint().notNull(),
    error: text(),
    durationMs: integer().notNull(),
    address: text().notNull(),
    userAgent: text(),
    withSecret: boolean().notNull(),
    withIdempotencyKey: boolean().notNull(),
    replayed: boolean().notNull(),
    requestBody: text(),
    responseBody: text(),
    requestBytes: integer().notNull(),
    responseBytes: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);
