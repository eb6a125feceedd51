import { and, asc, eq, isNull } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { addresses, merchants } from "@/lib/db";
import type { NetworkId } from "@/lib/kit";

const BATCH = 100;

/** Merchants (at most 100, the oldest first) that have no wallet on that network yet. Throws scope_missing. */
export async function listMerchantsWithoutWallet(
  ctx: Context,
  network: NetworkId,
): Promise<readonly { readonly id: string; readonly number: number }[]> {
  requirePermission(ctx, "jobs");
  return ctx.db.orm
    .select({ id: merchants.id, number: merchants.number })
    .from(merchants)
    .leftJoin(
      addresses,
      and(
        eq(addresses.merchantId, merchants.id),
        eq(addresses.network, network),
        eq(addresses.purpose, "merchant"),
      ),
    )
    .where(isNull(addresses.address))
    .orderBy(asc(merchants.number))
    .limit(BATCH);
}
