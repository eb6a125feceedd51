import { sql } from "drizzle-orm";
import type { Context } from "@/lib/command";
import type { MailKind, Tx } from "@/lib/db";
import { newId } from "@/lib/kit";

export interface NewMail {
  /** Null: of the house, to one of its people. */
  readonly merchantId: string | null;
  readonly kind: MailKind;
  /** The record that it is about. */
  readonly subjectId: string;
  /** Who it is from, beside the installation's address. */
  readonly fromName: string;
  /** One address, checked. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** A whole document, escaped; null: text alone. */
  readonly html: string | null;
}

const MAX_NAME = 200;
const MAX_SUBJECT = 400;

/** Hands a mail in, in the transaction that it tells of; the worker sends it once that is committed. Answers its id. */
export async function queueMail(ctx: Context, tx: Tx, mail: NewMail): Promise<string> {
  const id = newId();
  // By column: the web role may not say that a mail was sent.
  await tx.execute(sql`
    insert into mails (merchant_id, id, kind, subject_id, from_name, to_address, subject, text_body, html_body, created_at)
    values (${mail.merchantId}, ${id}, ${mail.kind}, ${mail.subjectId}, ${oneLine(mail.fromName, MAX_NAME)}, ${mail.to},
      ${oneLine(mail.subject, MAX_SUBJECT)}, ${mail.text}, ${mail.html}, ${ctx.now().toISOString()}::timestamptz)`);
  return id;
}

/** What stands in a header: names and references come from merchants, and a line break would begin another header. */
function oneLine(text: string, most: number): string {
  return [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim()].slice(0, most).join("");
}
