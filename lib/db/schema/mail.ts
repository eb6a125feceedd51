import { integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** What a mail is: to payers, to people of a merchant, to people of the house. */
export type MailKind =
  | "receipt"
  | "payer_contact"
  | "verify_email"
  | "reset_password"
  | "change_email"
  | "invitation"
  | "security_notice"
  | "recipient_added"
  | "withdrawal_waiting"
  | "payout_ended"
  | "webhook_failing"
  | "webhook_disabled"
  | "webhook_changed"
  | "key_issued"
  | "export_ready";

export const mails = pgTable("mails", {
  /** Null: of the house. */
  merchantId: uuid(),
  id: uuid().primaryKey(),
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
});

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
