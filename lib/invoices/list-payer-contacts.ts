import { sql } from "drizzle-orm";
import { readCursor, writeCursor } from "@/lib/api";
import { type Context, readAlone, requirePermission } from "@/lib/command";
import type { NetworkId } from "@/lib/kit";
import type { PayerContact } from "./list-contacts";

/** A contact, and the payment whose page it was left on. */
export interface ListedContact extends PayerContact {
  readonly id: string;
  readonly transactionId: string;
  readonly invoiceNo: string;
  readonly network: NetworkId;
}

export interface PayerContactList {
  readonly contacts: readonly ListedContact[];
  readonly nextCursor: string | null;
}

type Row = {
  readonly id: string;
  readonly invoice_id: string;
  readonly invoice_no: string;
  readonly network: NetworkId;
  readonly email: string;
  readonly refund_address: string | null;
  readonly language: string;
  readonly at: string;
};

const LIMIT = 50;

/**
 * The addresses that payers left on the merchant's payment pages, newest first; none is older than 180 days. Nobody has
 * checked them. Throws scope_missing, validation_failed (bad cursor).
 */
export async function listPayerContacts(
  ctx: Context,
  cursor: string | null = null,
): Promise<PayerContactList> {
  requirePermission(ctx, "invoices:read");
  const after = cursor === null ? null : readCursor(cursor);
  const older =
    after === null
      ? sql`true`
      : sql`(c.created_at, c.id) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`;
  const rows = await readAlone<Row>(
    ctx,
    sql`select c.id, c.invoice_id, i.invoice_no, i.network, c.email, c.refund_address, c.language,
        to_json(c.created_at) #>> '{}' as at
      from payer_contacts c join invoices i on i.merchant_id = bound.id and i.id = c.invoice_id
      where c.merchant_id = bound.id and ${older} order by c.created_at desc, c.id desc limit ${LIMIT + 1}`,
  );
  const contacts = rows.slice(0, LIMIT).map((row) => ({
    id: row.id,
    transactionId: row.invoice_id,
    invoiceNo: row.invoice_no,
    network: row.network,
    email: row.email,
    refundAddress: row.refund_address,
    language: row.language,
    at: new Date(row.at),
  }));
  const last = contacts.at(-1);
  const place = last && { createdAt: last.at, id: last.id };
  return { contacts, nextCursor: rows.length > LIMIT && place ? writeCursor(place) : null };
}
