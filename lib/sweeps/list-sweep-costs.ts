import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import {
  networkCosts,
  type SweepMethod,
  type SweepState,
  sweepBatchMembers,
  sweeps,
} from "@/lib/db";
import { displayHash, getNetwork, type NetworkId, type Units } from "@/lib/kit";
import { shareFee } from "./choose";
import type { SweepRow } from "./write-sweep";

/** One transaction that a sweep took part in. */
export interface SweepTransaction {
  readonly purpose: string;
  /** As people and explorers write it. */
  readonly hash: string;
  /** What the whole transaction cost, and this sweep's share of it, in wei or sun. */
  readonly fee: bigint;
  readonly share: bigint;
}

/** What moving one address's money cost so far, in wei or sun. */
export interface SweepCost {
  readonly id: string;
  readonly merchantId: string;
  readonly network: NetworkId;
  readonly state: SweepState;
  /** Null until it is decided. */
  readonly method: SweepMethod | null;
  /** Micro-USDT. */
  readonly amount: Units;
  readonly blockedReason: string | null;
  readonly asset: "ETH" | "TRX";
  readonly fee: bigint;
  readonly transactions: readonly SweepTransaction[];
  readonly createdAt: Date;
}

export interface SweepCostQuery {
  readonly network?: NetworkId;
  /** At most this many, the newest first. */
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly before?: string;
}

type CostRow = typeof networkCosts.$inferSelect;
type MemberRow = typeof sweepBatchMembers.$inferSelect;

/**
 * What each sweep cost, newest first: its own transactions (gas that was brought, the transfer) and its share of the
 * batches that it was in, also of those that could not move it. Fees count once they are final. For operators.
 */
export async function listSweepCosts(
  ctx: Context,
  query: SweepCostQuery,
): Promise<readonly SweepCost[]> {
  requirePermission(ctx, "operator");
  const rows = await ctx.db.orm
    .select()
    .from(sweeps)
    .where(
      and(
        ctx.merchantId === null ? undefined : eq(sweeps.merchantId, ctx.merchantId),
        query.network ? eq(sweeps.network, query.network) : undefined,
        query.before ? lt(sweeps.id, query.before) : undefined,
      ),
    )
    .orderBy(desc(sweeps.id))
    .limit(query.limit);
  const batches = await readBatches(ctx, rows);
  const causes = [...rows.map(({ id }) => id), ...batches.keys()];
  const costs = await readCosts(ctx, causes);
  return rows.map((row) => toCost(row, costs, batches));
}

/** All members of every batch that one of those sweeps was in. */
async function readBatches(
  ctx: Context,
  rows: readonly SweepRow[],
): Promise<ReadonlyMap<string, readonly MemberRow[]>> {
  if (rows.length === 0) return new Map();
  const merchantIds = [...new Set(rows.map(({ merchantId }) => merchantId))];
  const ids = ctx.db.orm
    .select({ id: sweepBatchMembers.batchId })
    .from(sweepBatchMembers)
    .where(
      and(
        inArray(sweepBatchMembers.merchantId, merchantIds),
        inArray(
          sweepBatchMembers.sweepId,
          rows.map(({ id }) => id),
        ),
      ),
    );
  const members = await ctx.db.orm
    .select()
    .from(sweepBatchMembers)
    .where(
      and(
        inArray(sweepBatchMembers.merchantId, merchantIds),
        inArray(sweepBatchMembers.batchId, ids),
      ),
    )
    .orderBy(asc(sweepBatchMembers.batchId), asc(sweepBatchMembers.position));
  return groupBy(members, ({ batchId }) => batchId);
}

async function readCosts(
  ctx: Context,
  causes: readonly string[],
): Promise<ReadonlyMap<string, readonly CostRow[]>> {
  if (causes.length === 0) return new Map();
  const rows = await ctx.db.orm
    .select()
    .from(networkCosts)
    .where(
      and(
        inArray(networkCosts.causeId, [...causes]),
        inArray(networkCosts.purpose, ["sweep_gas", "sweep_token", "sweep_batch"]),
      ),
    )
    .orderBy(asc(networkCosts.createdAt), asc(networkCosts.txHash));
  return groupBy(rows, ({ causeId }) => causeId);
}

function groupBy<T>(
  rows: readonly T[],
  key: (row: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

function toCost(
  row: SweepRow,
  costs: ReadonlyMap<string, readonly CostRow[]>,
  batches: ReadonlyMap<string, readonly MemberRow[]>,
): SweepCost {
  const own = (costs.get(row.id) ?? []).map((cost) => toTransaction(cost, cost.amount));
  const shared = [...batches].flatMap(([batchId, members]) => {
    const position = members.findIndex(({ sweepId }) => sweepId === row.id);
    if (position < 0) return [];
    return (costs.get(batchId) ?? []).map((cost) =>
      toTransaction(cost, shareFee(cost.amount, members.length)[position] ?? 0n),
    );
  });
  const transactions = [...shared, ...own];
  return {
    id: row.id,
    merchantId: row.merchantId,
    network: row.network,
    state: row.state,
    method: row.method,
    amount: row.amountUnits,
    blockedReason: row.blockedReason,
    asset: getNetwork(row.network).native.code,
    fee: transactions.reduce((sum, { share }) => sum + share, 0n),
    transactions,
    createdAt: row.createdAt,
  };
}

function toTransaction({ purpose, network, txHash, amount }: CostRow, share: bigint) {
  return { purpose, hash: displayHash(network, txHash), fee: amount, share };
}
