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
import type { Units } from "@/lib/kit";
import { bytea, moment, moneyUnits } from "./columns";

/** A row of the fee table as it is stored: from micro-USDT on, the rate in parts per million. */
export interface StoredFeeTier {
  readonly from: string;
  readonly ratePpm: number;
}

export const merchants = pgTable("merchants", {
  id: uuid().primaryKey(),
  number: integer().notNull(),
  clientId: text().notNull(),
  name: text().notNull(),
  status: text().$type<"active" | "suspended">().notNull().default("active"),
  webhookUrl: text(),
  webhookSecret: text().notNull(),
  depositFeePayer: text().$type<"merchant" | "user">().notNull().default("merchant"),
  withdrawalFeePayer: text().$type<"merchant" | "user">().notNull().default("user"),
  underpaymentTolerancePpm: integer().notNull().default(0),
  creditAt: text().$type<"sweep" | "finality">().notNull().default("sweep"),
  requireSecret: boolean().notNull().default(false),
  ipAllowList: text().array().notNull().default([]),
  autoWithdraw: boolean().notNull().default(false),
  maxAutoWithdrawUnits: moneyUnits()
    .notNull()
    .default(100_000_000n as Units),
  applyLimitsToApi: boolean().notNull().default(false),
  feeTiers: jsonb().$type<readonly StoredFeeTier[]>().notNull(),
  keyDailyCapUnits: moneyUnits(),
  keyDailyCapSet: boolean().notNull().default(false),
  webhookOnCancel: boolean().notNull().default(false),
  payerExtension: boolean().notNull().default(true),
  brandName: text(),
  brandColor: text(),
  brandLogo: text(),
  supportUrl: text(),
  checkoutNote: text(),
  checkoutLanguage: text(),
  embedOrigins: text().array().notNull().default([]),
  rateLimits: jsonb().$type<Readonly<Record<string, number>>>().notNull().default({}),
  createdAt: moment().notNull(),
  settingsVersion: integer().notNull().default(0),
  fourEyesUnits: moneyUnits(),
  recipientHoldHours: integer().notNull().default(24),
  recipientHoldBefore: integer(),
  recipientHoldBeforeUntil: moment(),
  payoutsOnlyToRecipients: boolean().notNull().default(false),
  onlyRecipientsUntil: moment(),
});

export const merchantCounters = pgTable("merchant_counters", {
  merchantId: uuid().primaryKey(),
  lastInvoiceNumber: bigint({ mode: "bigint" }).notNull().default(0n),
});

export const apiKeys = pgTable(
  "api_keys",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    keyHash: bytea().notNull(),
    secretHash: bytea().notNull(),
    prefix: text().notNull(),
    status: text().$type<"active" | "revoked">().notNull().default("active"),
    createdAt: moment().notNull(),
    revokedAt: moment(),
    name: text().notNull().default("First key"),
    scopes: text().array().notNull().default(["all"]),
    ipAllowList: text().array().notNull().default([]),
    dailyCapUnits: moneyUnits(),
    dailyCapWithSecretUnits: moneyUnits(),
    lastUsedAt: moment(),
    expiresAt: moment(),
    replacedBy: uuid(),
    createdBy: uuid(),
    suffix: text(),
    lastUsedFrom: text(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const auditLog = pgTable("audit_log", {
  merchantId: uuid(),
  id: uuid().primaryKey(),
  actor: text().notNull(),
  action: text().notNull(),
  subjectKind: text().notNull(),
  subjectId: text().notNull(),
  requestId: text().notNull(),
  data: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  createdAt: moment().notNull(),
});

export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    merchantId: uuid().notNull(),
    endpoint: text().notNull(),
    key: text().notNull(),
    fingerprint: bytea().notNull(),
    subjectId: text(),
    status: integer(),
    body: text(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.endpoint, t.key] })],
);

export const heartbeats = pgTable("heartbeats", {
  name: text().primaryKey(),
  at: moment().notNull(),
  data: jsonb().$type<Readonly<Record<string, unknown>>>().notNull().default({}),
});
