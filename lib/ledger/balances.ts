import { sql } from "drizzle-orm";
import type { Database, Tx } from "@/lib/db";
import { type NetworkId, type Units, units } from "@/lib/kit";
import { type Account, accountPath } from "./accounts";

type Reader = Tx | Database["orm"];

/** The balance of one account in its normal direction, deltas included. Nothing yet is zero. */
export async function getBalance(reader: Reader, merchantId: string, a: Account): Promise<Units> {
  const path = accountPath(a);
  const rows = await reader.execute<{ balance: string }>(sql`
    select (coalesce((select balance_units from ledger_balances where merchant_id = ${merchantId} and path = ${path}), 0)
      + coalesce((select sum(amount_units) from ledger_deltas where merchant_id = ${merchantId} and path = ${path}), 0))::text
      as balance`);
  return units(BigInt(rows[0]?.balance ?? "0"));
}

export interface AddressBalance {
  readonly merchantId: string;
  readonly address: string;
  readonly balance: Units;
}

/** What the books say lies on each of our addresses of a network; those with nothing are left out. */
export async function listChainBalances(
  reader: Reader,
  network: NetworkId,
): Promise<readonly AddressBalance[]> {
  const rows = await reader.execute<{ merchant_id: string; ref: string; balance: string }>(sql`
    select merchant_id, ref, balance::text from (
      select a.merchant_id, a.ref,
        coalesce((select b.balance_units from ledger_balances b where b.merchant_id = a.merchant_id and b.path = a.path), 0)
        + coalesce((select sum(d.amount_units) from ledger_deltas d where d.merchant_id = a.merchant_id and d.path = a.path), 0)
        as balance
      from ledger_accounts a where a.network = ${network} and a.kind = 'chain') x
    where balance > 0 order by ref`);
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    address: row.ref,
    balance: units(BigInt(row.balance)),
  }));
}

/**
 * Folds the deltas of the accounts that gathered at least `minimum` of them; answers how many accounts.
 * Keeps balance reads short; no posting needs it.
 */
export async function foldBalances(db: Database, minimum: number): Promise<number> {
  const due = await db.sql`
    select merchant_id, path from ledger_deltas group by merchant_id, path having count(*) >= ${minimum} limit 100`;
  for (const row of due) await db.sql`select ledger_fold(${row.merchant_id}, ${row.path})`;
  return due.length;
}
