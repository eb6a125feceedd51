import { and, eq } from "drizzle-orm";
import { energyLoans, stakeOrders, sweeps, type Tx } from "@/lib/db";
import type { LoanFacts, SigningRequestRow, StakeOrderFacts } from "./facts";

/** Reads a loan and the sweep that it is for, which can't change until the transaction ends. */
export async function readLoan(
  tx: Tx,
  { purpose, merchantId, causeId }: SigningRequestRow,
): Promise<LoanFacts | null> {
  if (merchantId === null || (purpose !== "energy_loan" && purpose !== "energy_reclaim")) {
    return null;
  }
  const [row] = await tx
    .select({
      merchantId: energyLoans.merchantId,
      network: energyLoans.network,
      state: energyLoans.state,
      toAddress: energyLoans.toAddress,
      stake: energyLoans.stake,
      sweepState: sweeps.state,
      sweepAddress: sweeps.fromAddress,
    })
    .from(energyLoans)
    .innerJoin(
      sweeps,
      and(eq(sweeps.merchantId, energyLoans.merchantId), eq(sweeps.id, energyLoans.sweepId)),
    )
    .where(and(eq(energyLoans.merchantId, merchantId), eq(energyLoans.id, causeId)))
    .for("share");
  return row ?? null;
}

/** Reads what the operator ordered, which can't change until the transaction ends. */
export async function readStakeOrder(
  tx: Tx,
  { purpose, causeId }: SigningRequestRow,
): Promise<StakeOrderFacts | null> {
  if (purpose !== "stake_order") return null;
  const [row] = await tx
    .select({
      network: stakeOrders.network,
      kind: stakeOrders.kind,
      state: stakeOrders.state,
      amount: stakeOrders.amount,
    })
    .from(stakeOrders)
    .where(eq(stakeOrders.id, causeId))
    .for("share");
  return row ?? null;
}
