import type { Database, TransactionSql } from "@/lib/db";

/**
 * Runs a statement in a transaction that plans it for the outbox as it is now, by its indexes. A prepared
 * statement keeps its plan: one made while the table was nearly empty reads all of it for every row, which
 * took seconds when 10,000 events came at once.
 */
export async function planAnew<Row>(
  db: Database,
  statement: (sql: TransactionSql) => Promise<Row[]>,
): Promise<Row[]> {
  const rows = await db.sql.begin(async (sql) => {
    // Together: the driver sends both before it waits.
    const [, found] = await Promise.all([
      sql`select set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`,
      statement(sql),
    ]);
    return found;
  });
  return rows as Row[];
}
