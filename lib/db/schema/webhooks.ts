import { boolean, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";

export type WebhookType = "deposit" | "withdrawal" | "payout" | "test";
export type DeliveryStatus = "pending" | "delivered" | "failed";

export const webhookEvents = pgTable(
  "webhook_events",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    type: text().$type<WebhookType>().notNull(),
    subjectId: uuid().notNull(),
    status: text().notNull(),
    url: text(),
    /** The record's own URL; else the merchant's of that time. */
    ownUrl: boolean().notNull().default(false),
    body: text().notNull(),
    deliveryStatus: text().$type<DeliveryStatus>().notNull().default("pending"),
    attempts: integer().notNull().default(0),
    nextAttemptAt: moment().notNull(),
    leasedUntil: moment(),
    lastStatusCode: integer(),
    lastError: text(),
    createdAt: moment().notNull(),
    deliveredAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    merchantId: uuid().notNull(),
    eventId: uuid().notNull(),
    attempt: integer().notNull(),
    url: text().notNull(),
    startedAt: moment().notNull(),
    durationMs: integer().notNull(),
    statusCode: integer(),
    error: text(),
    responseExcerpt: text(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.eventId, t.attempt] })],
);

/** Rotated secrets, sealed, that still sign beside the merchant's newest. */
export const retiredWebhookSecrets = pgTable(
  "retired_webhook_secrets",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    secret: text().notNull(),
    signsUntil: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);
