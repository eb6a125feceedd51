import { and, eq, sql } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { addresses, type chainTransfers, type Tx } from "@/lib/db";
import { depositReceived, post } from "@/lib/ledger";

export type TransferRow = typeof chainTransfers.$inferSelect;

/** What a transfer's postings are known by. */
export function causeOf(row: TransferRow): string {
  return `${row.network}:${row.txHash}:${row.logIndex}`;
}

/** Books final money as lying on a deposit address, to be swept from there; `record`: what it waits for. */
export async function receive(
  ctx: Context,
  tx: Tx,
  row: TransferRow,
  record: string,
): Promise<void> {
  await post(
    tx,
    row.merchantId,
    depositReceived({
      network: row.network,
      cause: causeOf(row),
      address: row.toAddress,
      amount: row.amountUnits,
      record,
    }),
  );
  await tx
    .update(addresses)
    .set({
      unsweptSince: sql`coalesce(${addresses.unsweptSince}, ${ctx.now().toISOString()}::timestamptz)`,
      unsweptUnits: sql`${addresses.unsweptUnits} + ${row.amountUnits.toString()}::bigint`,
    })
    .where(and(eq(addresses.network, row.network), eq(addresses.address, row.toAddress)));
}
