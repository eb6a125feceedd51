import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
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
  /** What lies there as the worker last saw it, wei or sun, and when; null: not seen yet. */
  readonly gasBalance: bigint | null;
  readonly gasSeenAt: Date | null;
  /** What the last sweeps took each on average, wei or sun; null: there was none. */
  readonly gasPerSweep: bigint | null;
  /** Sweeps that have not ended, and those of them that should have. */
  readonly sweepsOpen: number;
  readonly sweepsStuck: number;
  /** Withdrawals, payouts and settlements that are approved and not over. */
  readonly payoutsOpen: number;
}

interface Row extends Record<string, unknown> {
  readonly network: NetworkId;
  readonly head: string | null;
  readonly scanned: string | null;
  readonly final: string | null;
  readonly scanned_at: string | null;
  readonly halted_reason: string | null;
  readonly free_addresses: string;
  readonly gas_wallet: string | null;
  readonly gas_balance: string | null;
  readonly gas_seen_at: string | null;
  readonly per_sweep: string | null;
  readonly sweeps_open: string;
  readonly sweeps_stuck: string;
  readonly payouts_open: string;
}

/** Every network of the registry. For operators. Throws scope_missing. */
export async function listNetworkStates(ctx: Context): Promise<readonly NetworkState[]> {
  const known = sql.join(
    NETWORKS.map(({ id }) => sql`${id}`),
    sql`, `,
  );
  const rows = await readAsOperator<Row>(
    ctx,
    sql`select * from operator_networks(array[${known}]::text[])`,
  );
  return rows.map((row) => ({
    network: row.network,
    head: heightOf(row.head),
    scanned: heightOf(row.scanned),
    final: heightOf(row.final),
    scannedAt: momentOf(row.scanned_at),
    haltedReason: row.halted_reason,
    freeAddresses: Number(row.free_addresses),
    gasWallet: row.gas_wallet,
    gasBalance: nativeOf(row.gas_balance),
    gasSeenAt: momentOf(row.gas_seen_at),
    gasPerSweep: nativeOf(row.per_sweep),
    sweepsOpen: Number(row.sweeps_open),
    sweepsStuck: Number(row.sweeps_stuck),
    payoutsOpen: Number(row.payouts_open),
  }));
}

function heightOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}

function momentOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

function nativeOf(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
