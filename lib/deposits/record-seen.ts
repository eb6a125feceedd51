import { and, eq, sql } from "drizzle-orm";
import type { Address, ChainAdapter } from "@/lib/chains";
import type { Context } from "@/lib/command";
import { chainTransfers, customers, deposits, merchants, type Tx } from "@/lib/db";
import { markDetected } from "@/lib/invoices";
import { newId, present } from "@/lib/kit";
import type { Hit } from "./cursor";

/**
 * Writes down a transfer that pays us as seen, once per (network, hash, index of the log). One that a
 * reorganisation had taken away and that is back counts again, in its new block.
 */
export async function recordSeen(
  ctx: Context,
  tx: Tx,
  adapter: ChainAdapter,
  hit: Hit,
): Promise<void> {
  const { transfer, block } = hit;
  // Money for an invoice is the invoice's; every other transfer is a record of its own.
  const ownerId = hit.ownerKind === "invoice" ? hit.ownerId : newId();
  const place = {
    height: block.height,
    blockHash: block.hash,
    blockTime: block.time,
  };
  const paid = {
    fromAddress: transfer.from,
    toAddress: transfer.to,
    amountUnits: transfer.value,
    merchantId: hit.merchantId,
    ownerKind: hit.ownerKind,
  };
  // A transfer with a record of its own keeps the one that it had.
  const ownerOf = sql`case when ${chainTransfers.ownerKind} in ('merchant', 'user') and ${chainTransfers.toAddress} = excluded.to_address
    then ${chainTransfers.ownerId} else excluded.owner_id end`;
  const [row] = await tx
    .insert(chainTransfers)
    .values({
      network: adapter.network,
      txHash: transfer.txHash,
      logIndex: transfer.logIndex,
      ...place,
      ...paid,
      state: "seen",
      ownerId,
      firstSeenAt: ctx.now(),
    })
    .onConflictDoUpdate({
      target: [chainTransfers.network, chainTransfers.txHash, chainTransfers.logIndex],
      // In another block the same call may do something else: everything is read anew.
      set: { ...place, ...paid, ownerId: ownerOf, state: "seen" },
      setWhere: eq(chainTransfers.state, "orphaned"),
    })
    .returning();
  if (!row) return;
  if (row.ownerKind === "invoice" && row.ownerId !== null) {
    await markDetected(ctx, tx, { merchantId: row.merchantId, invoiceId: row.ownerId });
  }
  if (row.ownerKind === "merchant") await recordDeposit(ctx, tx, adapter, row, TOP_UP);
  if (row.ownerKind === "user") {
    await recordDeposit(ctx, tx, adapter, row, await readUser(tx, row.merchantId, hit.ownerId));
  }
}

/** Whose money a deposit is, and who pays the fee of it as things stand now. */
type Owner = Pick<typeof deposits.$inferInsert, "kind" | "customerId" | "userId" | "feePayer">;

const TOP_UP: Owner = { kind: "top_up", customerId: null, userId: null, feePayer: "merchant" };

async function readUser(tx: Tx, merchantId: string, customerId: string | null): Promise<Owner> {
  const [row] = await tx
    .select({ userId: customers.userId, feePayer: merchants.depositFeePayer })
    .from(customers)
    .innerJoin(merchants, eq(merchants.id, customers.merchantId))
    .where(
      and(
        eq(customers.merchantId, merchantId),
        eq(customers.id, present(customerId, "the customer of an address")),
      ),
    );
  return { kind: "user", customerId, ...present(row, "the customer of an address") };
}

/** Money for a user's address, or that someone sends to a merchant's own wallet, is a record of its own. */
async function recordDeposit(
  ctx: Context,
  tx: Tx,
  adapter: ChainAdapter,
  row: typeof chainTransfers.$inferSelect,
  owner: Owner,
): Promise<void> {
  const found = {
    ...owner,
    id: present(row.ownerId, "the record of a transfer"),
    walletAddress: adapter.formatAddress(row.toAddress as Address),
    amountUnits: row.amountUnits,
    status: "initiated",
  } as const;
  await tx
    .insert(deposits)
    .values({
      ...found,
      merchantId: row.merchantId,
      network: row.network,
      txHash: row.txHash,
      logIndex: row.logIndex,
      createdAt: ctx.now(),
      detectedAt: ctx.now(),
    })
    .onConflictDoUpdate({
      target: [deposits.merchantId, deposits.network, deposits.txHash, deposits.logIndex],
      set: { ...found, reason: null },
      setWhere: sql`${deposits.status} = 'failed' and ${deposits.reason} = 'reorganised'`,
    });
}
