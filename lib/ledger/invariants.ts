import type { Database } from "@/lib/db";

/** A rule of the books as a query that answers its breaches; `npm run reconcile` and the tests run them all. */
export interface Invariant {
  readonly id: string;
  readonly rule: string;
  readonly breaches: string;
}

export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    id: "I1",
    rule: "each transaction sums to zero, per network and asset",
    breaches: `select e.merchant_id, e.transaction_id, a.network, sum(e.amount_units) as off
      from ledger_entries e join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
      group by e.merchant_id, e.transaction_id, a.network, a.asset having sum(e.amount_units) <> 0`,
  },
  {
    id: "I2",
    rule: "each balance is the sum of its entries",
    breaches: `select a.merchant_id, a.path, coalesce(e.total, 0) * a.normal as entries,
        coalesce(b.balance_units, 0) + coalesce(d.total, 0) as balance
      from ledger_accounts a
      left join (select merchant_id, path, sum(amount_units) as total from ledger_entries group by 1, 2) e
        on e.merchant_id = a.merchant_id and e.path = a.path
      left join ledger_balances b on b.merchant_id = a.merchant_id and b.path = a.path
      left join (select merchant_id, path, sum(amount_units) as total from ledger_deltas group by 1, 2) d
        on d.merchant_id = a.merchant_id and d.path = a.path
      where coalesce(e.total, 0) * a.normal <> coalesce(b.balance_units, 0) + coalesce(d.total, 0)`,
  },
  {
    id: "I3",
    rule: "no account is below zero",
    breaches: `select merchant_id, path, balance_units from ledger_balances where balance_units < 0`,
  },
  {
    id: "I4",
    rule: "each final transfer of an invoice or wallet was received exactly once, and nothing else was",
    breaches: `select coalesce(t.merchant_id, l.merchant_id) as merchant_id, t.tx_hash, t.log_index, l.cause
      from (select *, network || ':' || tx_hash || ':' || log_index as cause from chain_transfers where state = 'final') t
      full join (select merchant_id, cause from ledger_transactions where kind in ('deposit_received', 'top_up_credited')) l
        on l.merchant_id = t.merchant_id
        and l.cause in ('deposit_received:' || t.cause, 'top_up_credited:' || t.cause)
      where t.tx_hash is null or l.cause is null`,
  },
  {
    id: "I11",
    rule: "fees booked on invoices are what the fee accounts took",
    breaches: `select merchant_id, network, booked, taken from (
      select coalesce(i.merchant_id, f.merchant_id) as merchant_id, coalesce(i.network, f.network) as network,
        coalesce(i.booked, 0) as booked, coalesce(f.taken, 0) as taken
      from (select merchant_id, network, sum(fee_units) as booked from invoices group by 1, 2) i
      full join (
        select a.merchant_id, a.network, -sum(e.amount_units) as taken
        from ledger_entries e join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
        join ledger_transactions t on t.merchant_id = e.merchant_id and t.id = e.transaction_id
        where a.kind = 'fees' and t.kind = 'deposit_credited' group by 1, 2) f
      on f.merchant_id = i.merchant_id and f.network = i.network) x where booked <> taken`,
  },
  {
    id: "I12",
    rule: "assets equal liabilities and fees, per merchant and network",
    breaches: `select a.merchant_id, a.network, sum(e.amount_units) as off
      from ledger_entries e join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
      group by a.merchant_id, a.network having sum(e.amount_units) <> 0`,
  },
];

export interface Breach {
  readonly invariant: string;
  readonly rule: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Runs every invariant in one snapshot; answers the breaches, none when the books are true. */
export async function checkInvariants(
  db: Database,
  invariants: readonly Invariant[] = LEDGER_INVARIANTS,
): Promise<readonly Breach[]> {
  return db.sql.begin("isolation level repeatable read read only", async (sql) => {
    const found: Breach[] = [];
    for (const invariant of invariants) {
      const rows = await sql.unsafe(`${invariant.breaches} limit 20`);
      if (rows.length > 0) {
        found.push({ invariant: invariant.id, rule: invariant.rule, rows: [...rows] });
      }
    }
    return found;
  });
}
