import { eq } from "drizzle-orm";
import type { WireWithdrawalRecord } from "@/lib/api";
import { merchants, type Tx } from "@/lib/db";
import { isoTime, present } from "@/lib/kit";
import { latestHeights, type WithdrawalRow, withdrawalRecord } from "@/lib/records";

/** The records of withdrawals and payouts of one merchant, in the order given. */
export async function recordsOf(
  tx: Tx,
  merchantId: string,
  rows: readonly WithdrawalRow[],
): Promise<WireWithdrawalRecord[]> {
  if (rows.length === 0) return [];
  const heights = await latestHeights(tx);
  const [merchant] = await tx
    .select({ clientId: merchants.clientId })
    .from(merchants)
    .where(eq(merchants.id, merchantId));
  const { clientId } = present(merchant, "the merchant");
  return rows.map((row) => ({
    ...withdrawalRecord(row, clientId, heights.get(row.network) ?? null),
    withdrawalId: row.id,
    processedAt: row.processedAt === null ? null : isoTime(row.processedAt),
  }));
}
