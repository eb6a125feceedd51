import { boolean, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";

export type WebhookType = "deposit" | "withdrawal" | "payout" | "test";
/** Held: it waits for the merchant's endpoint, which is paused or disabled; on the wire that is pending. */
export type DeliveryStatus = "pending" | "held" | "delivered" | "failed";
export type EndpointState = "active" | "paused" | "disabled";
/** Why an endpoint was disabled: webhooks given up in a row, days of failures, the receiver's 410. */
export type DisabledReason = "given_up" | "days" | "gone";

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
    /** The next try is made whatever the endpoint's state. */
    byHand: boolean().notNull().default(false),
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
    /** A line each. */
    responseHeaders: text(),
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

/** How it stands with the merchant's own webhook URL; no row: nothing ever happened to it. */
export const webhookEndpoints = pgTable("webhook_endpoints", {
  merchantId: uuid().primaryKey(),
  state: text().$type<EndpointState>().notNull().default("active"),
  stateAt: moment(),
  /** As the audit log writes it. */
  pausedBy: text(),
  reason: text().$type<DisabledReason>(),
  failedTries: integer().notNull().default(0),
  givenUp: integer().notNull().default(0),
  failingSince: moment(),
  told: integer().notNull().default(0),
  toldAt: moment(),
  /** Events that are not sent there: "deposit failed". */
  muted: text().array().notNull().default([]),
});
