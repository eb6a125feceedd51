import { integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** What a mail is. Another kind needs a migration for the check in `mails`. */
export type MailKind = "receipt" | "payer_contact";

export const mails = pgTable(
  "mails",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    kind: text().$type<MailKind>().notNull(),
    subjectId: uuid().notNull(),
    fromName: text().notNull(),
    toAddress: text().notNull(),
    subject: text().notNull(),
    textBody: text().notNull(),
    htmlBody: text(),
    state: text().$type<"pending" | "sent" | "kept" | "failed">().notNull().default("pending"),
    attempts: integer().notNull().default(0),
    lastError: text(),
    nextAttemptAt: moment().notNull().defaultNow(),
    leasedUntil: moment(),
    createdAt: moment().notNull(),
    endedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const payerContacts = pgTable(
  "payer_contacts",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    invoiceId: uuid().notNull(),
    email: text().notNull(),
    refundAddress: text(),
    language: text().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);
