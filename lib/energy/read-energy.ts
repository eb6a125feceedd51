import { desc, notInArray, sql } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { energyLoans, type StakeOrderKind, type StakeOrderState, stakeOrders } from "@/lib/db";

/** One order about stake. Amounts are sun. */
export interface StakeOrderLine {
  readonly id: string;
  readonly kind: StakeOrderKind;
  readonly amount: bigint;
  readonly state: StakeOrderState;
  readonly reason: string | null;
  readonly createdAt: Date;
}

/** Stake that is lent to an address now. */
export interface LoanLine {
  readonly id: string;
  readonly merchantId: string;
  readonly sweepId: string;
  readonly stake: bigint;
  readonly state: string;
  readonly reason: string | null;
  readonly createdAt: Date;
}

export interface EnergyReport {
  /** Staked by orders that are done, less what was unstaked by such; sun. */
  readonly staked: bigint;
  /** Lent now, sun. */
  readonly lent: bigint;
  /** How many loans were taken back in all, and how many failed. */
  readonly reclaimed: number;
  readonly failed: number;
  /** The newest fifty. */
  readonly orders: readonly StakeOrderLine[];
  /** At most a thousand, the newest first. */
  readonly loans: readonly LoanLine[];
}

/** What is staked, lent and ordered, by the gateway's own records. For operators. */
export async function readEnergy(ctx: Context): Promise<EnergyReport> {
  requirePermission(ctx, "operator");
  const db = ctx.db.orm;
  const [sums] = await db.execute<{
    staked: string;
    lent: string;
    reclaimed: number;
    failed: number;
  }>(sql`select
      (select coalesce(sum(case kind when 'stake' then amount else -amount end), 0)
        from stake_orders where state = 'done')::text as staked,
      (select coalesce(sum(stake), 0) from energy_loans
        where state not in ('reclaimed', 'failed'))::text as lent,
      (select count(*) from energy_loans where state = 'reclaimed')::int as reclaimed,
      (select count(*) from energy_loans where state = 'failed')::int as failed`);
  const orders = await db
    .select({
      id: stakeOrders.id,
      kind: stakeOrders.kind,
      amount: stakeOrders.amount,
      state: stakeOrders.state,
      reason: stakeOrders.blockedReason,
      createdAt: stakeOrders.createdAt,
    })
    .from(stakeOrders)
    .orderBy(desc(stakeOrders.id))
    .limit(50);
  const loans = await db
    .select({
      id: energyLoans.id,
      merchantId: energyLoans.merchantId,
      sweepId: energyLoans.sweepId,
      stake: energyLoans.stake,
      state: energyLoans.state,
      reason: energyLoans.blockedReason,
      createdAt: energyLoans.createdAt,
    })
    .from(energyLoans)
    .where(notInArray(energyLoans.state, ["reclaimed", "failed"]))
    .orderBy(desc(energyLoans.id))
    .limit(1_000);
  return {
    staked: BigInt(sums?.staked ?? "0"),
    lent: BigInt(sums?.lent ?? "0"),
    reclaimed: sums?.reclaimed ?? 0,
    failed: sums?.failed ?? 0,
    orders,
    loans,
  };
}
