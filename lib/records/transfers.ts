import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { chainCursors, chainTransfers, type Tx } from "@/lib/db";
import type { NetworkId } from "@/lib/kit";

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

/** How far a network was read, and which chain that is (CAIP-2); null before its first block. */
export async function readHead(
  tx: Tx,
  network: NetworkId,
): Promise<{ readonly latest: number; readonly identity: string } | null> {
  const [row] = await tx
    .select({ latest: chainCursors.latestHeight, identity: chainCursors.identity })
    .from(chainCursors)
    .where(eq(chainCursors.network, network));
  return row ?? null;
}
