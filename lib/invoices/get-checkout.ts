import { and, eq, sql } from "drizzle-orm";
import {
  type CheckoutDetails,
  type CheckoutPageView,
  type CheckoutView,
  wireAmount,
} from "@/lib/api";
import { type Database, invoices, type Tx } from "@/lib/db";
import { displayHash, formatAmount, isoTime, type NetworkId, units } from "@/lib/kit";
import { listTransfers, readHead, type TransferRow, wireStatusOf } from "@/lib/records";
import { readShop } from "./checkout-shop";
import { checkoutState, isTerminal, seenSum } from "./checkout-state";
import type { InvoiceRow } from "./internal";

export interface CheckoutSettings {
  /** Confirmations that the page shows as needed, per network. */
  readonly confirmations: Readonly<Record<NetworkId, number>>;
}

/** What the payment page of that code shows; null when there is none. Anyone who holds the code may ask. */
export async function getCheckout(
  db: Database,
  code: string,
  now: Date,
  settings: CheckoutSettings,
): Promise<CheckoutView | null> {
  const page = await withCheckout(db, code, (tx, row, name) =>
    readPage(tx, row, name, now, settings),
  );
  return page?.view ?? null;
}

/** The same with what the page itself shows beside it: its time line, and what the payer may ask for. */
export async function getCheckoutPage(
  db: Database,
  code: string,
  now: Date,
  settings: CheckoutSettings,
): Promise<CheckoutPageView | null> {
  return withCheckout(db, code, async (tx, row, merchantName) => ({
    ...(await readPage(tx, row, merchantName, now, settings)),
    shop: await readShop(tx, row, merchantName),
  }));
}

/** What the payment page of an invoice shows, in the caller's transaction. */
export async function readPage(
  tx: Tx,
  row: InvoiceRow,
  merchantName: string,
  now: Date,
  settings: CheckoutSettings,
): Promise<Omit<CheckoutPageView, "shop">> {
  const transfers = await listTransfers(tx, row.merchantId, [row.id]);
  const head = await readHead(tx, row.network);
  const latest = head?.latest ?? null;
  const view = viewOf(row, merchantName, transfers, latest, now, settings);
  const chainId = chainIdOf(head?.identity ?? "");
  return { view, details: { chainId, ...detailsOf(row, transfers, latest, now) } };
}

/** eip155:<chain id>, as CAIP-2 has it; null for any other chain. */
function chainIdOf(identity: string): number | null {
  const [, id] = /^eip155:(\d+)$/.exec(identity) ?? [];
  return id === undefined ? null : Number(id);
}

const MINUTE_MS = 60_000;

function detailsOf(
  row: InvoiceRow,
  transfers: readonly TransferRow[],
  latest: number | null,
  now: Date,
): Omit<CheckoutDetails, "chainId"> {
  const ended = row.settledAt ?? row.failedAt ?? row.cancelledAt;
  const more =
    row.status === "initiated" && row.extendedAt === null && now < row.expiresAt
      ? row.extensionMs
      : null;
  return {
    createdAt: isoTime(row.createdAt),
    moreMinutes: more === null ? null : Math.max(1, Math.round(more / MINUTE_MS)),
    extendedAt: row.extendedAt === null ? null : isoTime(row.extendedAt),
    endedAt: ended === null ? null : isoTime(ended),
    payments: transfers.map((t) => ({
      hash: displayHash(row.network, t.txHash),
      amount: formatAmount(t.amountUnits),
      block: t.height,
      at: isoTime(t.blockTime),
      confirmations: Math.max(1, (latest ?? t.height) - t.height + 1),
      final: t.state === "final",
      late: t.blockTime > row.expiresAt,
    })),
  };
}

/** Finds the invoice of a public code and runs `read` as its merchant. */
export async function withCheckout<T>(
  db: Database,
  code: string,
  read: (tx: Tx, row: InvoiceRow, merchantName: string) => Promise<T>,
): Promise<T | null> {
  if (!/^[0-9A-Za-z]{22}$/.test(code)) return null;
  return db.orm.transaction(async (tx) => {
    const found = await tx.execute<{
      merchant_id: string;
      invoice_id: string;
      merchant_name: string;
    }>(
      sql`select merchant_id, invoice_id, merchant_name, set_config('app.merchant', merchant_id::text, true)
          from find_checkout(${code})`,
    );
    const owner = found[0];
    if (!owner) return null;
    const [row] = await tx
      .select()
      .from(invoices)
      .where(and(eq(invoices.merchantId, owner.merchant_id), eq(invoices.id, owner.invoice_id)));
    return row ? read(tx, row, owner.merchant_name) : null;
  });
}

function viewOf(
  row: InvoiceRow,
  merchantName: string,
  transfers: readonly TransferRow[],
  latest: number | null,
  now: Date,
  settings: CheckoutSettings,
): CheckoutView {
  const confirmationsOf = (t: TransferRow) => Math.max(0, (latest ?? t.height) - t.height + 1);
  const pending = transfers.filter((t) => t.state === "seen");
  const facts = {
    status: row.status,
    amount: row.amountUnits,
    tolerance: row.toleranceUnits,
    received: row.receivedUnits,
    late: row.late,
    expiresAt: row.expiresAt,
    pending: pending.map((t) => ({
      amount: t.amountUnits,
      blockTime: t.blockTime,
      confirmations: confirmationsOf(t),
    })),
  };
  const state = checkoutState(facts, now);
  const received = seenSum(facts);
  const main = transfers.find((t) => t.txHash === row.settlingTxHash) ?? transfers.at(-1) ?? null;
  const required = settings.confirmations[row.network];
  const shown =
    pending.length > 0 ? Math.min(...pending.map(confirmationsOf)) : main && confirmationsOf(main);
  return {
    status: wireStatusOf(row.status),
    state,
    amount: wireAmount(row.amountUnits),
    received: wireAmount(received),
    remaining: wireAmount(
      received >= row.amountUnits ? units(0n) : units(row.amountUnits - received),
    ),
    currencyType: row.network,
    walletAddress: isTerminal(state) ? null : row.walletAddress,
    invoiceNo: row.invoiceNo,
    expiresAt: isoTime(row.expiresAt),
    now: isoTime(now),
    confirmations: Math.min(shown ?? 0, required),
    requiredConfirmations: required,
    blockchainTxHash: main === null ? null : displayHash(row.network, main.txHash),
    callbackUrl: state === "paid" || state === "overpaid" ? returnUrl(row) : null,
    merchantName,
  };
}

/** The merchant's page with what happened appended as hints; the shop verifies by the API. */
function returnUrl(row: InvoiceRow): string | null {
  if (row.callbackUrl === null) return null;
  const url = new URL(row.callbackUrl);
  url.searchParams.set("transactionId", row.id);
  url.searchParams.set("status", wireStatusOf(row.status));
  return url.toString();
}
