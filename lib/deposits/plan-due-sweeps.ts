import { sql } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { getNetwork, type NetworkId } from "@/lib/kit";
import { planSweep } from "@/lib/sweeps";

const BATCH = 200;

/**
 * Plans the sweeps that are due: money that an invoice waits for at once, whatever it costs; money that is
 * credited already from the network's threshold on; an open invoice's part payment not yet.
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
  let planned = 0;
  for (const row of due) {
    const made = await planSweep(ctx, {
      network,
      merchantId: row.merchant_id,
      address: row.address,
    });
    planned += made ? 1 : 0;
  }
  return planned;
}
