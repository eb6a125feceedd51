import { and, desc, eq, inArray, notInArray, sql } from "drizzle-orm";
import type { Address, ChainAdapter, Intent } from "@/lib/chains";
import { audit, type Context } from "@/lib/command";
import { energyLoans, signingRequests, type Tx } from "@/lib/db";
import { type NetworkId, newId, present } from "@/lib/kit";
import { findLatestRequest, GAS_PATH, type PreparedTx, requestSignature } from "@/lib/outgoing";
import { ENERGY_NETWORK } from "./order-stake";
import { isOverdue, type LoanOfAddress } from "./state";

export type LoanRow = typeof energyLoans.$inferSelect;

/** The sweep that a loan is for. */
export interface Borrower {
  readonly merchantId: string;
  readonly id: string;
  readonly network: NetworkId;
  readonly fromAddress: string;
}

/** What is lent to the address of a sweep now, else the newest loan for it; null when there is neither. */
export async function findLoan(ctx: Context, sweep: Borrower): Promise<LoanOfAddress | null> {
  if (sweep.network !== ENERGY_NETWORK) return null;
  const row = (await findLive(ctx, sweep)) ?? (await findNewest(ctx, sweep));
  if (!row) return null;
  const request = present(await findLatestRequest(ctx, "energy_loan", row.id), "its request");
  const reclaim = await findLatestRequest(ctx, "energy_reclaim", row.id);
  return {
    state: row.state,
    request: { state: request.state, included: request.includedStatus === "success" },
    isOwn: row.sweepId === sweep.id,
    isOverdue: isOverdue(row.blockedReason, reclaim),
  };
}

/** There is one at most: the chain could not tell two apart. */
async function findLive(ctx: Context, sweep: Borrower): Promise<LoanRow | null> {
  const [row] = await ctx.db.orm
    .select()
    .from(energyLoans)
    .where(
      and(
        eq(energyLoans.network, sweep.network),
        eq(energyLoans.toAddress, sweep.fromAddress),
        notInArray(energyLoans.state, ["reclaimed", "failed"]),
      ),
    );
  return row ?? null;
}

async function findNewest(ctx: Context, sweep: Borrower): Promise<LoanRow | null> {
  const [row] = await ctx.db.orm
    .select()
    .from(energyLoans)
    .where(and(eq(energyLoans.merchantId, sweep.merchantId), eq(energyLoans.sweepId, sweep.id)))
    .orderBy(desc(energyLoans.createdAt), desc(energyLoans.id))
    .limit(1);
  return row ?? null;
}

/** Stake that is promised to an address. */
export interface Lending {
  readonly id: string;
  /** Sun. */
  readonly stake: bigint;
  /** In a block: the chain no longer counts it as lendable. */
  readonly included: boolean;
}

/** The loans of a network that may not have arrived yet. */
export async function listLending(
  db: Tx | Context["db"]["orm"],
  network: NetworkId,
): Promise<readonly Lending[]> {
  const rows = await db
    .select({
      id: energyLoans.id,
      stake: energyLoans.stake,
      included: sql<boolean>`bool_or(coalesce(${signingRequests.includedStatus} = 'success', false))`,
    })
    .from(energyLoans)
    .innerJoin(
      signingRequests,
      and(
        eq(signingRequests.causeId, energyLoans.id),
        eq(signingRequests.purpose, "energy_loan"),
        inArray(signingRequests.state, ["pending", "signed", "broadcast"]),
      ),
    )
    .where(and(eq(energyLoans.network, network), eq(energyLoans.state, "lending")))
    .groupBy(energyLoans.id, energyLoans.stake);
  return rows;
}

/**
 * Asks the signer to lend stake to the address of a sweep whose row the caller has locked. `known` are the loans that
 * were thought of when `lendable` was read; one that was promised since may leave too little. False then, and when
 * the address has a loan already.
 */
export async function requestLoan(
  ctx: Context,
  tx: Tx,
  adapter: ChainAdapter,
  sweep: Borrower,
  plan: {
    readonly prepared: PreparedTx;
    /** Sun that is left for this and every newer loan. */
    readonly left: bigint;
    readonly known: readonly Lending[];
  },
): Promise<boolean> {
  const { network, merchantId } = sweep;
  // One after the other: each sees what the others have promised.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`energy:${network}`}, 13))`);
  const ids = new Set(plan.known.map(({ id }) => id));
  const newer = (await listLending(tx, network)).filter(({ id }) => !ids.has(id));
  const promised = newer.reduce((sum, { stake }) => sum + stake, 0n);
  const { value: stake } = plan.prepared.intent;
  if (promised + stake > plan.left) return false;
  const id = newId();
  const made = await tx
    .insert(energyLoans)
    .values({
      merchantId,
      id,
      sweepId: sweep.id,
      network,
      toAddress: sweep.fromAddress,
      stake,
      state: "lending",
      createdAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning({ id: energyLoans.id });
  if (made.length === 0) return false;
  const path = GAS_PATH;
  const request = { purpose: "energy_loan", causeId: id, merchantId, path } as const;
  await requestSignature(ctx, tx, adapter, request, plan.prepared);
  await audit(ctx, tx, {
    merchantId,
    action: "energy.lent",
    subjectKind: "sweep",
    subjectId: sweep.id,
    data: { network, stake: stake.toString() },
  });
  return true;
}

/** Whether stake that was lent to the address of this sweep, whose row the caller has locked, is being taken back. */
export async function isLeaving(tx: Tx, sweep: Borrower): Promise<boolean> {
  const count = await tx.$count(
    energyLoans,
    and(
      eq(energyLoans.network, sweep.network),
      eq(energyLoans.toAddress, sweep.fromAddress),
      eq(energyLoans.state, "reclaiming"),
    ),
  );
  return count > 0;
}

/** What lends that stake. */
export function lendIntent(operator: Address, sweep: Borrower, stake: bigint): Intent {
  return { kind: "lend_energy", from: operator, to: sweep.fromAddress as Address, value: stake };
}
