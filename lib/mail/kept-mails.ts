import type { Database } from "@/lib/db";

/** A mail in the sandbox's mailbox. */
export interface KeptMail {
  readonly id: string;
  readonly fromName: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly createdAt: Date;
}

/** The newest hundred mails that a sandbox kept in place of sending them, of all merchants. */
export function listKeptMails(db: Database): Promise<readonly KeptMail[]> {
  return read(db, null);
}

/** One of them; null when there is none of that id. */
export async function findKeptMail(db: Database, id: string): Promise<KeptMail | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const [mail] = await read(db, id);
  return mail ?? null;
}

async function read(db: Database, id: string | null): Promise<readonly KeptMail[]> {
  const rows = await db.sql`select * from kept_mails(${id})`;
  return rows.map((row) => ({
    id: row.id,
    fromName: row.from_name,
    to: row.to_address,
    subject: row.subject,
    text: row.text_body,
    html: row.html_body,
    createdAt: new Date(row.created_at),
  }));
}
