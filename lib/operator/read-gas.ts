import { and, asc, eq, sql } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { addresses, gasReadings } from "@/lib/db";
import type { NetworkId } from "@/lib/kit";

/** A chain, as far as it matters here. */
export interface GasReader {
  readonly network: NetworkId;
  /** Wei or sun on an address of ours, in the form that the directory keeps. */
  nativeBalance(address: string): Promise<bigint>;
}

/** Writes down what lies on a network's gas wallet, for who reaches no chain. False before there is one. */
export async function readGas(ctx: Context, reader: GasReader): Promise<boolean> {
  requirePermission(ctx, "jobs");
  const [wallet] = await ctx.db.orm
    .select({ address: addresses.address })
    .from(addresses)
    .where(and(eq(addresses.network, reader.network), eq(addresses.purpose, "gas")))
    .orderBy(asc(addresses.pathIndex))
    .limit(1);
  if (!wallet) return false;
  const balance = await reader.nativeBalance(wallet.address);
  const seen = { address: wallet.address, balance, seenAt: ctx.now() };
  await ctx.db.orm
    .insert(gasReadings)
    .values({ network: reader.network, ...seen })
    // Of two workers the later look stands.
    .onConflictDoUpdate({
      target: gasReadings.network,
      set: seen,
      setWhere: sql`${gasReadings.seenAt} <= excluded.seen_at`,
    });
  return true;
}
