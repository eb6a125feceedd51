import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
import type { StakeOrderKind, StakeOrderState } from "@/lib/db";
import { present } from "@/lib/kit";

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

/** As JSON has it: integers of any size and times are text. */
type Json<T> = { readonly [K in keyof T]: T[K] extends bigint | Date ? string : T[K] };

interface Row extends Record<string, unknown> {
  readonly sums: {
    readonly staked: string;
    readonly lent: string;
    readonly reclaimed: number;
    readonly failed: number;
  };
  readonly orders: readonly Json<StakeOrderLine>[];
  readonly loans: readonly Json<LoanLine>[];
}

/** What is staked, lent and ordered, by the gateway's own records. For operators. Throws scope_missing. */
export async function readEnergy(ctx: Context): Promise<EnergyReport> {
  const [row] = await readAsOperator<Row>(ctx, sql`select * from operator_energy()`);
  const { sums, orders, loans } = present(row, "the report");
  return {
    staked: BigInt(sums.staked),
    lent: BigInt(sums.lent),
    reclaimed: sums.reclaimed,
    failed: sums.failed,
    orders: orders.map((order) => ({
      ...order,
      amount: BigInt(order.amount),
      createdAt: new Date(order.createdAt),
    })),
    loans: loans.map((loan) => ({
      ...loan,
      stake: BigInt(loan.stake),
      createdAt: new Date(loan.createdAt),
    })),
  };
}
