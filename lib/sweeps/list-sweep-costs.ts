import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import {
  energyLoans,
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

/** Purposes of transactions that sweeps are made of. */
const OF_SWEEPS = [
  "sweep_gas",
  "sweep_token",
  "sweep_batch",
  "energy_loan",
  "energy_reclaim",
] as const;

type CostRow = typeof networkCosts.$inferSelect;
type MemberRow = typeof sweepBatchMembers.$inferSelect;

/**
 * What each sweep cost, newest first: its own transactions (gas that was brought, energy that was lent and taken back,
 * the transfer) and its share of the batches that it was in, also of those that could not move it. Fees count once they are final. For operators.
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
  const loans = await readLoans(ctx, rows);
  const loanIds = [...loans.values()].flat();
  const causes = [...rows.map(({ id }) => id), ...loanIds, ...batches.keys()];
  const costs = await readCosts(ctx, causes);
  return rows.map((row) => toCost(row, costs, { batches, loans: loans.get(row.id) ?? [] }));
}

/** Ids of the loans for each sweep that had one. */
async function readLoans(
  ctx: Context,
  rows: readonly SweepRow[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => id);
  const merchantIds = [...new Set(rows.map(({ merchantId }) => merchantId))];
  const found = await ctx.db.orm
    .select({ id: energyLoans.id, sweepId: energyLoans.sweepId })
    .from(energyLoans)
    .where(and(inArray(energyLoans.merchantId, merchantIds), inArray(energyLoans.sweepId, ids)));
  const groups = groupBy(found, ({ sweepId }) => sweepId);
  return new Map([...groups].map(([sweepId, loans]) => [sweepId, loans.map(({ id }) => id)]));
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
        inArray(networkCosts.purpose, [...OF_SWEEPS]),
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
  {
    batches,
    loans,
  }: {
    readonly batches: ReadonlyMap<string, readonly MemberRow[]>;
    readonly loans: readonly string[];
  },
): SweepCost {
  const own = [row.id, ...loans]
    .flatMap((cause) => costs.get(cause) ?? [])
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((cost) => toTransaction(cost, cost.amount));
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
