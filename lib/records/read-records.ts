import type { TransactionRecord } from "@/lib/api";
import { readWithin } from "@/lib/command";
import type { Tx } from "@/lib/db";
import { AppError, isUuid } from "@/lib/kit";
import { type RecordRow, recordOf, selectRecords } from "./record-rows";

/** One record of the merchant, in one statement. Throws not_found. */
export async function readRecord(
  tx: Tx,
  merchantId: string,
  id: string,
): Promise<TransactionRecord> {
  const [record] = isUuid(id) ? await readRecords(tx, merchantId, [id]) : [];
  if (!record) throw new AppError("not_found", { public: "Transaction not found" });
  return record;
}

/** The records of those ids in their order, in one statement. Ids of other merchants are left out. */
export async function readRecords(
  tx: Tx,
  merchantId: string,
  ids: readonly string[],
): Promise<TransactionRecord[]> {
  if (ids.length === 0) return [];
  const rows = await readWithin<RecordRow>(tx, merchantId, selectRecords(ids));
  return inOrder(ids, rows).map(recordOf);
}

/** The rows in the order of the ids. */
export function inOrder(ids: readonly string[], rows: readonly RecordRow[]): RecordRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
