import { sql } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { NETWORKS, type NetworkId } from "@/lib/kit";

/** How one network stands, as the database knows it. Heights are null before the first block was read. */
export interface NetworkState {
  readonly network: NetworkId;
  readonly head: number | null;
  readonly scanned: number | null;
  readonly final: number | null;
  readonly scannedAt: Date | null;
  /** Why nothing moves there; null: it does. */
  readonly haltedReason: string | null;
  /** Deposit addresses that are ready to be taken. */
  readonly freeAddresses: number;
  /** Where the operator keeps native coin; null until the signer has made it. */
  readonly gasWallet: string | null;
}

interface Row extends Record<string, unknown> {
  readonly network: NetworkId;
  readonly head: string | null;
  readonly scanned: string | null;
  readonly final: string | null;
  readonly scanned_at: string | null;
  readonly halted_reason: string | null;
  readonly free: string;
  readonly gas_wallet: string | null;
}

/** Every network of the registry. Throws scope_missing. */
export async function listNetworkStates(ctx: Context): Promise<readonly NetworkState[]> {
  requirePermission(ctx, "operator");
  const known = sql.join(
    NETWORKS.map(({ id }) => sql`${id}`),
    sql`, `,
  );
  const rows = await ctx.db.orm.execute<Row>(sql`
    select n.network, c.latest_height as head, c.height as scanned, c.final_height as final, c.scanned_at,
      c.halted_reason,
      (select count(*) from addresses a where a.network = n.network and a.purpose = 'deposit' and a.owner_kind is null)
        as free,
      (select a.display from addresses a where a.network = n.network and a.purpose = 'gas' limit 1) as gas_wallet
    from unnest(array[${known}]::text[]) with ordinality as n (network, place)
    left join chain_cursors c on c.network = n.network order by n.place`);
  return rows.map((row) => ({
    network: row.network,
    head: heightOf(row.head),
    scanned: heightOf(row.scanned),
    final: heightOf(row.final),
    scannedAt: row.scanned_at === null ? null : new Date(row.scanned_at),
    haltedReason: row.halted_reason,
    freeAddresses: Number(row.free),
    gasWallet: row.gas_wallet,
  }));
}

function heightOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}
