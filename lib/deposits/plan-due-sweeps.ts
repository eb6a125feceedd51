import { sql } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { getNetwork, type NetworkId } from "@/lib/kit";
import { planSweep } from "@/lib/sweeps";

const BATCH = 200;

/**
 * Plans the sweeps that are due: money that an invoice waits for at once, whatever it costs; money that is
 * credited already from the network's threshold on; an open invoice's part payment not yet. What withdrawals wait
 * for comes first, whatever it is.
 */
export async function planDueSweeps(ctx: Context, network: NetworkId): Promise<number> {
  requirePermission(ctx, "jobs");
  const threshold = getNetwork(network).sweepThreshold.toString();
  const due = await ctx.db.orm.execute<{ merchant_id: string; address: string }>(sql`
    select a.merchant_id, a.address from addresses a
    join chain_cursors c on c.network = a.network and c.halted_reason is null
    left join invoices i on i.merchant_id = a.merchant_id and i.id = a.owner_id
    where a.network = ${network} and a.unswept_since is not null
      and (i.status = 'amount_confirmed'
        or (i.status is distinct from 'initiated' and a.unswept_units >= ${threshold}::bigint))
      and not exists (
        select 1 from sweeps s where s.network = a.network and s.from_address = a.address and s.state <> 'settled')
    order by a.unswept_since limit ${BATCH}`);
  const wanted = await listWanted(ctx, network);
  let planned = 0;
  for (const row of [...wanted, ...due]) {
    const made = await planSweep(ctx, {
      network,
      merchantId: row.merchant_id,
      address: row.address,
    });
    planned += made ? 1 : 0;
  }
  return planned;
}

/**
 * Deposit addresses whose money waiting withdrawals need now, the fullest first until it is enough, credited or not:
 * what the merchant's wallet lacks for all that is approved, less what is on its way there. A sweep that is blocked is
 * not on its way.
 */
async function listWanted(ctx: Context, network: NetworkId) {
  return ctx.db.orm.execute<{ merchant_id: string; address: string }>(sql`
    with wanted as (
      select w.merchant_id, sum(w.net_units) as units from withdrawals w
      where w.network = ${network} and w.state in ('approved', 'sent', 'included')
      group by w.merchant_id having bool_or(w.state = 'approved')),
    short as (
      select x.merchant_id, x.units
        - coalesce((select sum(s.amount) from addresses a join (
            select merchant_id, path, balance_units as amount from ledger_balances
            union all select merchant_id, path, amount_units from ledger_deltas) s
            on s.merchant_id = a.merchant_id and s.path = a.network || '/chain/' || a.address
            where a.merchant_id = x.merchant_id and a.network = ${network} and a.purpose = 'merchant'), 0)
        - coalesce((select sum(s.amount_units) from sweeps s where s.merchant_id = x.merchant_id
            and s.network = ${network} and s.state <> 'settled' and s.blocked_reason is null), 0) as missing
      from wanted x),
    ranked as (
      select a.merchant_id, a.address, s.missing, a.unswept_units,
        sum(a.unswept_units) over (partition by a.merchant_id order by a.unswept_units desc, a.address)
          - a.unswept_units as before
      from short s join addresses a on a.merchant_id = s.merchant_id and a.network = ${network}
        and a.purpose = 'deposit' and a.unswept_since is not null
      where s.missing > 0 and not exists (
        select 1 from sweeps l where l.network = a.network and l.from_address = a.address and l.state <> 'settled'))
    select r.merchant_id, r.address from ranked r
    join chain_cursors c on c.network = ${network} and c.halted_reason is null
    where r.before < r.missing order by r.unswept_units desc limit ${BATCH}`);
}
