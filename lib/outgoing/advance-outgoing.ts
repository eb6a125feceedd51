import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Address, ChainAdapter, Hash, Receipt, SignedTx } from "@/lib/chains";
import { type Context, requirePermission, transact } from "@/lib/command";
import { networkCosts, signingRequests } from "@/lib/db";
import { getNetwork, present } from "@/lib/kit";
import type { OutgoingRow } from "./attempts";
import { eachOfMany } from "./each";

const BATCH = 200;
/** The same bytes are sent again when nothing was heard of them for so long. */
const REBROADCAST_MS = 5_000;

/**
 * Takes every signed transaction of a network one step further: sends the stored bytes, asks what became
 * of them, writes down where they are and how they ended. Sending twice is harmless; nothing is ever sent that is
 * not stored. Answers how many rows moved. One that fails delays no other.
 */
export async function advanceOutgoing(ctx: Context, adapter: ChainAdapter): Promise<number> {
  requirePermission(ctx, "jobs");
  const sent = await eachRow(ctx, adapter, "signed", (row) => send(ctx, adapter, row));
  const followed = await eachRow(ctx, adapter, "broadcast", (row) => follow(ctx, adapter, row));
  return sent + followed;
}

/** Works through all rows in a state, oldest first: many that are stuck delay no other. */
async function eachRow(
  ctx: Context,
  adapter: ChainAdapter,
  state: "signed" | "broadcast",
  work: (row: OutgoingRow) => Promise<boolean>,
): Promise<number> {
  let moved = 0;
  let failure: unknown = null;
  for (let after: string | null = null; ; ) {
    const rows: OutgoingRow[] = await ctx.db.orm
      .select()
      .from(signingRequests)
      .where(
        and(
          eq(signingRequests.network, adapter.network),
          eq(signingRequests.state, state),
          after === null ? undefined : gt(signingRequests.id, after),
        ),
      )
      .orderBy(asc(signingRequests.id))
      .limit(BATCH);
    try {
      moved += await eachOfMany(rows, work);
    } catch (error) {
      failure ??= error;
    }
    after = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) break;
  }
  if (failure !== null) throw failure;
  return moved;
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
  const why = refused ? `${result.code}: ${result.message}`.slice(0, 500) : null;
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
      lastError: why,
      // Whoever takes it after all takes the refusal back.
      ...(refused && result.retry !== "never" ? {} : { rejectedReason: why }),
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
      return state.receipt.final
        ? end(ctx, row, state.receipt)
        : note(ctx, row, { height: state.receipt.block.height, status: state.receipt.status });
    case "dead":
      await ctx.db.orm
        .update(signingRequests)
        .set({
          state: "dead",
          endedAt: ctx.now(),
          lastError: state.reason,
          includedHeight: null,
          includedStatus: null,
        })
        .where(and(eq(signingRequests.id, row.id), eq(signingRequests.state, "broadcast")));
      return true;
    default: {
      const gone = await note(ctx, row, { height: null, status: null });
      const last = row.lastBroadcastAt?.getTime() ?? 0;
      const due = ctx.now().getTime() - last >= REBROADCAST_MS;
      return due && mayBeSent(row) ? send(ctx, adapter, row) : gone;
    }
  }
}

/** Bytes that expire are not sent again once a node refused them for good: they are only waited out. */
function mayBeSent(row: OutgoingRow): boolean {
  return row.rejectedReason === null || row.nonce !== null;
}

/** Writes down the block that holds it now, or that none does any more. */
async function note(
  ctx: Context,
  row: OutgoingRow,
  { height, status }: { readonly height: number | null; readonly status: Receipt["status"] | null },
): Promise<boolean> {
  if (row.includedHeight === height && row.includedStatus === status) return false;
  await ctx.db.orm
    .update(signingRequests)
    .set({ includedHeight: height, includedStatus: status })
    .where(and(eq(signingRequests.id, row.id), eq(signingRequests.state, "broadcast")));
  return true;
}

/** A final block holds it: success or revert, and what it cost, in one transaction. */
function end(ctx: Context, row: OutgoingRow, receipt: Receipt): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const ended = await tx
      .update(signingRequests)
      .set({
        state: receipt.status === "success" ? "final" : "reverted",
        endedAt: ctx.now(),
        includedHeight: receipt.block.height,
        includedStatus: receipt.status,
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
