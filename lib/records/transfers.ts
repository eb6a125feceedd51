import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { chainCursors, chainTransfers, type Tx } from "@/lib/db";

export type TransferRow = typeof chainTransfers.$inferSelect;

/** Payments of records that still count: seen or final, in chain order. */
export async function listTransfers(
  tx: Tx,
  merchantId: string,
  ownerIds: readonly string[],
): Promise<TransferRow[]> {
  if (ownerIds.length === 0) return [];
  return tx
    .select()
    .from(chainTransfers)
    .where(
      and(
        eq(chainTransfers.merchantId, merchantId),
        inArray(chainTransfers.ownerId, [...ownerIds]),
        ne(chainTransfers.state, "orphaned"),
      ),
    )
    .orderBy(asc(chainTransfers.height), asc(chainTransfers.txHash), asc(chainTransfers.logIndex));
}

export async function latestHeights(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({ network: chainCursors.network, latest: chainCursors.latestHeight })
    .from(chainCursors);
  return new Map(rows.map((row) => [row.network, row.latest]));
}
