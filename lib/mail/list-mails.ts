import { and, desc, eq } from "drizzle-orm";
import { type MailKind, mails, type Tx } from "@/lib/db";

/** Mails of a kind about a record that are there, the newest first. What is old is forgotten. */
export function listMailsAbout(
  tx: Tx,
  about: { readonly merchantId: string; readonly kind: MailKind; readonly subjectId: string },
): Promise<{ readonly id: string; readonly to: string; readonly createdAt: Date }[]> {
  return tx
    .select({ id: mails.id, to: mails.toAddress, createdAt: mails.createdAt })
    .from(mails)
    .where(
      and(
        eq(mails.merchantId, about.merchantId),
        eq(mails.subjectId, about.subjectId),
        eq(mails.kind, about.kind),
      ),
    )
    .orderBy(desc(mails.createdAt));
}
