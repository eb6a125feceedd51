import { bigint, boolean, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, moment } from "./columns";

export type Role = "owner" | "admin" | "finance" | "support" | "developer" | "viewer";

export const users = pgTable("users", {
  id: uuid().primaryKey(),
  email: text().notNull(),
  emailVerifiedAt: moment(),
  name: text().notNull(),
  language: text().notNull().default("en"),
  timeZone: text(),
  theme: text().$type<"system" | "light" | "dark">().notNull().default("system"),
  isOperator: boolean().notNull().default(false),
  status: text().$type<"active" | "disabled">().notNull().default("active"),
  createdAt: moment().notNull(),
});

export const userCredentials = pgTable("user_credentials", {
  userId: uuid().primaryKey(),
  passwordHash: text().notNull(),
  passwordChangedAt: moment().notNull(),
  totpSecret: text(),
  totpPendingSecret: text(),
  totpConfirmedAt: moment(),
  totpLastStep: bigint({ mode: "number" }).notNull().default(0),
  failures: integer().notNull().default(0),
  lockedUntil: moment(),
});

export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: uuid().notNull(),
    codeHash: bytea().notNull(),
    createdAt: moment().notNull(),
    usedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
);

export const passkeys = pgTable(
  "passkeys",
  {
    userId: uuid().notNull(),
    id: uuid().notNull(),
    credentialId: text().notNull(),
    publicKey: bytea().notNull(),
    counter: bigint({ mode: "number" }).notNull(),
    transports: text().array().notNull(),
    mayBeBackedUp: boolean().notNull(),
    backedUp: boolean().notNull(),
    name: text().notNull(),
    createdAt: moment().notNull(),
    lastUsedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.id] })],
);

export const userSessions = pgTable(
  "user_sessions",
  {
    userId: uuid().notNull(),
    id: uuid().notNull(),
    tokenHash: bytea().notNull(),
    currentMerchantId: uuid(),
    address: text().notNull(),
    userAgent: text().notNull(),
    createdAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
    expiresAt: moment().notNull(),
    passwordAt: moment().notNull(),
    codeAt: moment(),
    endedAt: moment(),
    endedReason: text().$type<
      "signed_out" | "revoked" | "password_changed" | "second_factor_changed" | "disabled"
    >(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.id] })],
);

export const userTokens = pgTable(
  "user_tokens",
  {
    userId: uuid().notNull(),
    id: uuid().notNull(),
    kind: text().$type<"verify_email" | "reset_password" | "change_email">().notNull(),
    tokenHash: bytea().notNull(),
    email: text().notNull(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.id] })],
);

export const challenges = pgTable(
  "challenges",
  {
    userId: uuid().notNull(),
    id: uuid().notNull(),
    aboutMerchantId: uuid(),
    kind: text().notNull(),
    digest: bytea().notNull(),
    tries: integer().notNull().default(0),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    confirmedAt: moment(),
    confirmedBy: text().$type<"totp" | "recovery_code" | "passkey">(),
    codeHash: bytea(),
    passkeyChallenge: bytea(),
    spentAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.id] })],
);

export const memberships = pgTable(
  "memberships",
  {
    merchantId: uuid().notNull(),
    userId: uuid().notNull(),
    role: text().$type<Role>().notNull(),
    createdAt: moment().notNull(),
    invitedBy: uuid(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.userId] })],
);

export const invitations = pgTable(
  "invitations",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    email: text().notNull(),
    role: text().$type<Role>().notNull(),
    tokenHash: bytea().notNull(),
    invitedBy: uuid().notNull(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    acceptedAt: moment(),
    acceptedBy: uuid(),
    revokedAt: moment(),
    byOperator: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);
