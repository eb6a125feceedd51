import { and, asc, eq, inArray, isNull, lte, notInArray, or } from "drizzle-orm";
import { getGasWallet } from "@/lib/addresses";
import { type Address, type ChainAdapter, type Intent, WouldRevertError } from "@/lib/chains";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { energyLoans, signingRequests, sweeps, type Tx } from "@/lib/db";
import { present } from "@/lib/kit";
import {
  eachOfMany,
  findLatestRequest,
  GAS_PATH,
  isResting,
  LIVE_STATES,
  type OutgoingRow,
  prepareTransaction,
  quoteOrRefusal,
  requestSignature,
  restMs,
} from "@/lib/outgoing";
import type { LoanRow } from "./loans";
import { isUsedUp, nextLoanMove, reasonOf } from "./state";

const AT_ONCE = 200;

/**
 * Follows what was lent: writes down what arrived, and takes it back once the sweep that it was for is over. Answers
 * how many loans moved. One that fails delays no other.
 */
export async function reclaimEnergy(ctx: Context, adapter: ChainAdapter): Promise<number> {
  requirePermission(ctx, "jobs");
  const rows = await ctx.db.orm
    .select()
    .from(energyLoans)
    .where(
      and(
        eq(energyLoans.network, adapter.network),
        notInArray(energyLoans.state, ["reclaimed", "failed"]),
        or(isNull(energyLoans.retryAt), lte(energyLoans.retryAt, ctx.now())),
      ),
    )
    .orderBy(asc(energyLoans.createdAt), asc(energyLoans.id))
    .limit(AT_ONCE);
  return eachOfMany(rows, (row) => advance(ctx, adapter, row));
}

async function advance(ctx: Context, adapter: ChainAdapter, row: LoanRow): Promise<boolean> {
  const purpose = row.state === "reclaiming" ? "energy_reclaim" : "energy_loan";
  const request = await findLatestRequest(ctx, purpose, row.id);
  const usedUp = row.state === "lent" && (await isFree(ctx, ctx.db.orm, row));
  const state = request?.state ?? null;
  switch (nextLoanMove({ state: row.state, request: state, usedUp })) {
    case "lent":
      return move(ctx, row, "lent", request);
    case "fail":
      return move(ctx, row, "failed", request);
    case "reclaimed":
      return move(ctx, row, "reclaimed", request);
    case "reclaim":
      return reclaim(ctx, adapter, row, purpose === "energy_reclaim" ? request : null);
    default:
      return false;
  }
}

/** Reads what `isUsedUp` asks about. */
async function isFree(ctx: Context, db: Tx | Context["db"]["orm"], row: LoanRow): Promise<boolean> {
  const [sweep] = await db
    .select({ state: sweeps.state })
    .from(sweeps)
    .where(and(eq(sweeps.merchantId, row.merchantId), eq(sweeps.id, row.sweepId)));
  const live = await db.$count(
    signingRequests,
    and(
      eq(signingRequests.purpose, "sweep_token"),
      eq(signingRequests.causeId, row.sweepId),
      inArray(signingRequests.state, [...LIVE_STATES]),
    ),
  );
  return isUsedUp({
    settled: sweep?.state === "settled",
    transferLive: live > 0,
    ageMs: ctx.now().getTime() - row.createdAt.getTime(),
  });
}

async function move(
  ctx: Context,
  row: LoanRow,
  state: "lent" | "failed" | "reclaimed",
  request: OutgoingRow | null,
): Promise<boolean> {
  const reason = state === "failed" && request ? reasonOf(request) : null;
  return transact(ctx, async (tx) => {
    const moved = await update(tx, row, {
      state,
      blockedReason: reason,
      retryAt: null,
      endedAt: state === "lent" ? null : ctx.now(),
    });
    if (!moved) return false;
    await audit(ctx, tx, {
      merchantId: row.merchantId,
      action: `energy_loan.${state}`,
      subjectKind: "energy_loan",
      subjectId: row.id,
      data: { network: row.network, sweep: row.sweepId, reason },
    });
    return true;
  });
}

/** Asks for the stake back. The one before was refused or can never be mined: after a rest it is asked for anew. */
async function reclaim(
  ctx: Context,
  adapter: ChainAdapter,
  row: LoanRow,
  before: OutgoingRow | null,
): Promise<boolean> {
  if (before && isResting(before, ctx.now())) return false;
  const wallet = present(await getGasWallet(ctx.db.orm, row.network), "the gas wallet");
  const intent: Intent = {
    kind: "reclaim_energy",
    from: wallet.address as Address,
    to: row.toAddress as Address,
    value: row.stake,
  };
  const quote = await quoteOrRefusal(adapter, intent);
  if (quote instanceof WouldRevertError) return block(ctx, row, quote.reason);
  const prepared = await prepareTransaction(adapter, intent, quote);
  return transact(ctx, async (tx) => {
    if (row.state === "lent" && !(await isStillFree(ctx, tx, row))) return false;
    const values = { state: "reclaiming", blockedReason: null, retryAt: null } as const;
    if (!(await update(tx, row, values))) return false;
    const attempts = await countReclaims(tx, row);
    if (attempts !== (before?.attempt ?? 0)) return false;
    const { merchantId } = row;
    const path = GAS_PATH;
    const request = { purpose: "energy_reclaim", causeId: row.id, merchantId, path } as const;
    await requestSignature(ctx, tx, adapter, request, prepared);
    return true;
  });
}

/** Under the sweep's lock, under which its transfers are asked for. */
async function isStillFree(ctx: Context, tx: Tx, row: LoanRow): Promise<boolean> {
  await tx
    .select({ id: sweeps.id })
    .from(sweeps)
    .where(and(eq(sweeps.merchantId, row.merchantId), eq(sweeps.id, row.sweepId)))
    .for("update");
  return isFree(ctx, tx, row);
}

function countReclaims(tx: Tx, row: LoanRow): Promise<number> {
  return tx.$count(
    signingRequests,
    and(eq(signingRequests.purpose, "energy_reclaim"), eq(signingRequests.causeId, row.id)),
  );
}

async function block(ctx: Context, row: LoanRow, reason: string): Promise<boolean> {
  ctx.log.warn({ loan: row.id, network: row.network, reason }, "lent stake can't be taken back");
  const retryAt = new Date(ctx.now().getTime() + restMs(1));
  await update(ctx.db.orm, row, { blockedReason: reason, retryAt });
  return false;
}

async function update(
  db: Tx | Context["db"]["orm"],
  row: LoanRow,
  values: Partial<typeof energyLoans.$inferInsert>,
): Promise<boolean> {
  const changed = await db
    .update(energyLoans)
    .set(values)
    .where(
      and(
        eq(energyLoans.merchantId, row.merchantId),
        eq(energyLoans.id, row.id),
        eq(energyLoans.state, row.state),
      ),
    )
    .returning({ id: energyLoans.id });
  return changed.length === 1;
}
