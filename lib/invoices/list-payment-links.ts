import { sql } from "drizzle-orm";
import { readCursor, type WireStatus, writeCursor } from "@/lib/api";
import { type Context, olderThan, readAlone, requirePermission } from "@/lib/command";
import type { InvoiceException, InvoiceStatus } from "@/lib/db";
import { isUuid, type NetworkId, type Units, units } from "@/lib/kit";
import { wireStatusOf } from "@/lib/records";

/** An invoice as the one who sends its link sees it; amounts in micro-USDT. */
export interface PaymentLink {
  readonly id: string;
  readonly invoiceNo: string;
  /** What its page's address ends with. */
  readonly code: string;
  readonly network: NetworkId;
  readonly amount: Units;
  readonly received: Units;
  readonly status: WireStatus;
  readonly exception: InvoiceException;
  readonly description: string | null;
  readonly referenceId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface PaymentLinkList {
  readonly links: readonly PaymentLink[];
  readonly nextCursor: string | null;
}

type Row = {
  readonly id: string;
  readonly invoice_no: string;
  readonly code: string;
  readonly network: NetworkId;
  readonly amount: string;
  readonly received: string;
  readonly status: InvoiceStatus;
  readonly exception: InvoiceException;
  readonly description: string | null;
  readonly reference_id: string | null;
  readonly created_at: string;
  readonly expires_at: string;
};

const LIMIT = 25;
const COLUMNS = sql`id, invoice_no, code, network, amount_units::text as amount, received_units::text as received, status,
  exception, description, reference_id, to_json(created_at) #>> '{}' as created_at, to_json(expires_at) #>> '{}' as expires_at`;

/** The merchant's invoices with the codes of their pages, newest first. Throws scope_missing, validation_failed (bad cursor). */
export async function listPaymentLinks(
  ctx: Context,
  cursor: string | null = null,
): Promise<PaymentLinkList> {
  requirePermission(ctx, "invoices:read");
  const after = cursor === null ? null : readCursor(cursor);
  const rows = await readAlone<Row>(
    ctx,
    sql`select ${COLUMNS} from invoices where merchant_id = bound.id and ${olderThan(after)}
      order by invoices.created_at desc, invoices.id desc limit ${LIMIT + 1}`,
  );
  const links = rows.slice(0, LIMIT).map(linkOf);
  const last = links.at(-1);
  return { links, nextCursor: rows.length > LIMIT && last ? writeCursor(last) : null };
}

/** One of them; null: there is none of that id. Throws scope_missing. */
export async function findPaymentLink(ctx: Context, id: string): Promise<PaymentLink | null> {
  requirePermission(ctx, "invoices:read");
  if (!isUuid(id)) return null;
  const [row] = await readAlone<Row>(
    ctx,
    sql`select ${COLUMNS} from invoices where merchant_id = bound.id and id = ${id}::uuid`,
  );
  return row ? linkOf(row) : null;
}

function linkOf(row: Row): PaymentLink {
  return {
    id: row.id,
    invoiceNo: row.invoice_no,
    code: row.code,
    network: row.network,
    amount: units(BigInt(row.amount)),
    received: units(BigInt(row.received)),
    status: wireStatusOf(row.status),
    exception: row.exception,
    description: row.description,
    referenceId: row.reference_id,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  };
}
