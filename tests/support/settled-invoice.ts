import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";

export interface Outcome {
  readonly status?: "initiated" | "amount_confirmed" | "confirmed" | "failed" | "cancelled";
  /** Micro-USDT of one final payment; none by default. */
  readonly received?: number;
  /** Micro-USDT of one that is only seen. */
  readonly pending?: number;
  readonly late?: boolean;
}

/** Operations that are about money that came, and was more than asked for. */
export const ABOUT_MONEY = new Set(["mailReceipt", "leaveContact"]);

/** Makes of an open invoice what the worker makes of it, for tests without a chain; `sql` is the owner's. */
export async function settleInvoice(sql: Sql, invoiceId: string, made: Outcome): Promise<void> {
  const { status = "confirmed", received = 0, pending = 0, late = false } = made;
  await sql`
    update invoices set status = ${status}, received_units = ${received}, late = ${late}, revision = revision + 1,
      settled_at = case when ${/confirmed/.test(status)} then now() end,
      failed_at = case when ${status === "failed"} then now() end,
      cancelled_at = case when ${status === "cancelled"} then now() end
    where id = ${invoiceId}`;
  for (const [amount, state] of [
    [received, "final"],
    [pending, "seen"],
  ] as const) {
    if (amount === 0) continue;
    await sql`
      insert into chain_transfers (network, tx_hash, log_index, height, block_hash, block_time, from_address, to_address,
        amount_units, state, merchant_id, owner_kind, owner_id, first_seen_at)
      select network, ${randomBytes(32).toString("hex")}, 0, 7, ${"0".repeat(64)}, created_at + interval '1 second',
        ${"1".repeat(40)}, address, ${amount}, ${state}, merchant_id, 'invoice', id, now()
      from invoices where id = ${invoiceId}`;
  }
}

/** Of an open invoice over 50 USDT: paid, and 10 too much. */
export function overpay(invoiceId: string): (sql: Sql) => Promise<void> {
  return (sql) => settleInvoice(sql, invoiceId, { received: 60_000_000 });
}
