import type { WireWithdrawalRecord } from "@/lib/api";
import type { Tx } from "@/lib/db";
import { isoTime, present } from "@/lib/kit";
import { readRecords } from "@/lib/records";

interface Row {
  readonly id: string;
  readonly processedAt: Date | null;
}

/** The records of withdrawals and payouts of one merchant, in the order given. */
export async function recordsOf(
  tx: Tx,
  merchantId: string,
  rows: readonly Row[],
): Promise<WireWithdrawalRecord[]> {
  const ids = rows.map((row) => row.id);
  const found = await readRecords(tx, merchantId, ids);
  const records = new Map(found.map((record) => [record.id, record]));
  return rows.map(({ id, processedAt }) => ({
    ...present(records.get(id), "the record"),
    withdrawalId: id,
    processedAt: processedAt === null ? null : isoTime(processedAt),
  }));
}
