import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Address, ChainAdapter, Hash, Receipt, SignedTx } from "@/lib/chains";
import { type Context, requirePermission, transact } from "@/lib/command";
import { networkCosts, signingRequests } from "@/lib/db";
import { getNetwork, present } from "@/lib/kit";
import { eachOfMany } from "./each";

export type OutgoingRow = typeof signingRequests.$inferSelect;

const BATCH = 200;
/** The same bytes are sent again when nothing was heard of them for so long. */
const REBROADCAST_MS = 5_000;

/**
 * Takes every signed transaction of a network one step further: sends the stored bytes, asks what became
 * of them, writes down their end. Sending twice is harmless; nothing is ever sent that is not stored.
 * Answers how many rows moved.
 */
export async function advanceOutgoing(ctx: Context, adapter: ChainAdapter): Promise<number> {
  requirePermission(ctx, "jobs");
  const rows = await ctx.db.orm
    .select()
    .from(signingRequests)
    .where(
      and(
        eq(signingRequests.network, adapter.network),
        inArray(signingRequests.state, ["signed", "broadcast"]),
      ),
    )
    // What was never sent first, then what was not heard of longest: many that are stuck delay no other.
    .orderBy(
      desc(signingRequests.state),
      sql`${signingRequests.lastBroadcastAt} asc nulls first`,
      asc(signingRequests.createdAt),
    )
    .limit(BATCH);
  return eachOfMany(rows, (row) =>
    row.state === "signed" ? send(ctx, adapter, row) : follow(ctx, adapter, row),
  );
}

export function signedTxOf(row: OutgoingRow): SignedTx {
  return {
    network: row.network,
    from: row.fromAddress as Address,
    txHash: present(row.txHash, "the stored hash") as Hash,
    raw: present(row.raw, "the stored bytes"),
    nonce: row.nonce,
    expiresAt: row.expiresAt,
  };
}

async function send(ctx: Context, adapter: ChainAdapter, row: OutgoingRow): Promise<boolean> {
  const result = await adapter.broadcast(signedTxOf(row));
  const refused = result.kind === "rejected";
  if (refused) {
    ctx.log.warn(
      { request: row.id, network: row.network, code: result.code, message: result.message },
      "a node refused a transaction",
    );
  }
  await ctx.db.orm
    .update(signingRequests)
    .set({
      state: "broadcast",
      broadcasts: row.broadcasts + 1,
      lastBroadcastAt: ctx.now(),
      lastError: refused ? `${result.code}: ${result.message}`.slice(0, 500) : null,
    })
    .where(
      and(eq(signingRequests.id, row.id), inArray(signingRequests.state, ["signed", "broadcast"])),
    );
  return true;
}

async function follow(ctx: Context, adapter: ChainAdapter, row: OutgoingRow): Promise<boolean> {
  const state = await adapter.state(signedTxOf(row));
  switch (state.kind) {
    case "mined":
      return state.receipt.final ? end(ctx, row, state.receipt) : false;
    case "dead":
      await ctx.db.orm
        .update(signingRequests)
        .set({ state: "dead", endedAt: ctx.now(), lastError: state.reason })
        .where(and(eq(signingRequests.id, row.id), eq(signingRequests.state, "broadcast")));
      return true;
    default: {
      const last = row.lastBroadcastAt?.getTime() ?? 0;
      return ctx.now().getTime() - last >= REBROADCAST_MS ? send(ctx, adapter, row) : false;
    }
  }
}

/** A final block holds it: success or revert, and what it cost, in one transaction. */
function end(ctx: Context, row: OutgoingRow, receipt: Receipt): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const ended = await tx
      .update(signingRequests)
      .set({
        state: receipt.status === "success" ? "final" : "reverted",
        endedAt: ctx.now(),
        feePaid: receipt.feePaid,
        lastError: receipt.reason,
      })
      .where(and(eq(signingRequests.id, row.id), eq(signingRequests.state, "broadcast")))
      .returning({ id: signingRequests.id });
    if (ended.length === 0) return false;
    await tx
      .insert(networkCosts)
      .values({
        network: row.network,
        txHash: present(row.txHash, "the stored hash"),
        asset: getNetwork(row.network).native.code,
        amount: receipt.feePaid,
        purpose: row.purpose,
        causeId: row.causeId,
        merchantId: row.merchantId,
        createdAt: ctx.now(),
      })
      .onConflictDoNothing();
    return true;
  });
}

/** The latest signature request of a cause; null when none was made. */
export async function findLatestRequest(
  ctx: Context,
  purpose: OutgoingRow["purpose"],
  causeId: string,
): Promise<OutgoingRow | null> {
  const rows = await ctx.db.orm
    .select()
    .from(signingRequests)
    .where(and(eq(signingRequests.purpose, purpose), eq(signingRequests.causeId, causeId)));
  return rows.sort((a, b) => b.attempt - a.attempt)[0] ?? null;
}
