import { sql } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { type NetworkId, type Units, units } from "@/lib/kit";

/** The operator's fees of one merchant on one network, micro-USDT. */
export interface FeeAccount {
  readonly merchantId: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  /** All that was ever taken: what is due and what was settled. */
  readonly collected: Units;
  readonly settled: Units;
  /** What stands in the account. */
  readonly due: Units;
  /** What of it is on its way to the operator. */
  readonly underway: Units;
  readonly lastSettledAt: Date | null;
}

interface Row extends Record<string, unknown> {
  readonly merchant_id: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  readonly due: string;
  readonly settled: string;
  readonly underway: string;
  readonly last_settled_at: string | null;
}

/** Every account of collected fees, by merchant's number and network. Throws scope_missing. */
export async function listFeeAccounts(ctx: Context): Promise<readonly FeeAccount[]> {
  requirePermission(ctx, "operator");
  const rows = await ctx.db.orm.execute<Row>(sql`
    with outgoing as (
      select merchant_id, network,
        coalesce(sum(net_units) filter (where state = 'settled'), 0) as settled,
        coalesce(sum(net_units) filter (where state not in ('settled', 'failed', 'rejected')), 0) as underway,
        max(settled_at) as last_settled_at
      from withdrawals where type = 'fee_settlement' group by 1, 2
    )
    select m.id as merchant_id, m.number, m.name, a.network,
      (coalesce((select b.balance_units from ledger_balances b where b.merchant_id = a.merchant_id and b.path = a.path), 0)
      + coalesce((select sum(d.amount_units) from ledger_deltas d where d.merchant_id = a.merchant_id and d.path = a.path), 0)
      )::text as due,
      coalesce(o.settled, 0)::text as settled, coalesce(o.underway, 0)::text as underway, o.last_settled_at
    from ledger_accounts a join merchants m on m.id = a.merchant_id
    left join outgoing o on o.merchant_id = a.merchant_id and o.network = a.network
    where a.kind = 'fees' order by m.number, a.network`);
  return rows.map((row) => {
    const due = units(BigInt(row.due));
    const settled = units(BigInt(row.settled));
    return {
      merchantId: row.merchant_id,
      number: row.number,
      name: row.name,
      network: row.network,
      collected: units(due + settled),
      settled,
      due,
      underway: units(BigInt(row.underway)),
      lastSettledAt: row.last_settled_at === null ? null : new Date(row.last_settled_at),
    };
  });
}
