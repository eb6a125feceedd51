import { and, eq, inArray, max } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { addresses, type Tx } from "@/lib/db";
import { AppError, type NetworkId } from "@/lib/kit";
import type { Reader } from "./directory";

/** An address as the signer derived it. */
export interface DerivedAddress {
  readonly network: NetworkId;
  readonly address: string;
  readonly display: string;
  readonly pathIndex: number;
}

/** The first index of the pool that was never used. */
export async function nextPoolIndex(db: Reader, network: NetworkId): Promise<number> {
  const [row] = await db
    .select({ last: max(addresses.pathIndex) })
    .from(addresses)
    .where(and(eq(addresses.network, network), eq(addresses.purpose, "deposit")));
  return (row?.last ?? -1) + 1;
}

/**
 * Adds deposit addresses to the pool and answers how many were new: another signer may have been faster.
 * What the database then holds is compared with what was derived. Throws scope_missing, internal_error when
 * they differ; the caller's transaction must end with it, so that nobody ever takes such an address.
 */
export function addPoolAddresses(
  ctx: Context,
  tx: Tx,
  rows: readonly DerivedAddress[],
): Promise<number> {
  return add(
    ctx,
    tx,
    rows.map((row) => ({ ...row, purpose: "deposit" as const })),
  );
}

/** Adds a merchant's wallet, taken at once. Throws like addPoolAddresses. */
export function addMerchantWallet(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  row: DerivedAddress,
): Promise<number> {
  const owner = { merchantId, ownerKind: "merchant", ownerId: null, takenAt: ctx.now() } as const;
  return add(ctx, tx, [{ ...row, purpose: "merchant", ...owner }]);
}

/** Adds the gas wallet of a network, taken at once. Throws like addPoolAddresses. */
export function addGasWallet(ctx: Context, tx: Tx, row: DerivedAddress): Promise<number> {
  return add(ctx, tx, [{ ...row, purpose: "gas", ownerKind: "gas", takenAt: ctx.now() }]);
}

type NewAddress = Omit<typeof addresses.$inferInsert, "verifiedAt">;

async function add(ctx: Context, tx: Tx, rows: readonly NewAddress[]): Promise<number> {
  requirePermission(ctx, "jobs");
  const [first] = rows;
  if (!first) return 0;
  const added = await tx
    .insert(addresses)
    .values(rows.map((row) => ({ ...row, verifiedAt: ctx.now() })))
    .onConflictDoNothing()
    .returning({ pathIndex: addresses.pathIndex });
  const stored = await tx
    .select()
    .from(addresses)
    .where(
      and(
        eq(addresses.network, first.network),
        eq(addresses.purpose, first.purpose),
        inArray(
          addresses.pathIndex,
          rows.map((row) => row.pathIndex),
        ),
      ),
    );
  const byIndex = new Map(stored.map((row) => [row.pathIndex, row]));
  for (const row of rows) {
    const found = byIndex.get(row.pathIndex);
    if (found?.address === row.address && found.display === row.display) continue;
    throw new AppError("internal_error", {
      internal: `${row.network} ${row.purpose}/${row.pathIndex} is stored as ${found?.address ?? "nothing"}, derived as ${row.address}`,
    });
  }
  return added.length;
}
