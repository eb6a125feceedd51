import { eq } from "drizzle-orm";
import { type Address, type ChainAdapter, ChainMismatchError } from "@/lib/chains";
import { type Context, jobContext } from "@/lib/command";
import { chainCursors, type Database } from "@/lib/db";
import { confirmTransfers, creditSweptInvoices, planDueSweeps, scanNetwork } from "@/lib/deposits";
import { advanceStakeOrders, reclaimEnergy } from "@/lib/energy";
import { expireInvoices } from "@/lib/invoices";
import type { Logger } from "@/lib/kit";
import { readGas } from "@/lib/operator/carrying";
import { advanceOutgoing, replaceStuck } from "@/lib/outgoing";
import { advanceWithdrawals } from "@/lib/payouts/ladder";
import { advanceBatches, advanceSweeps } from "@/lib/sweeps";

export interface RoundDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly now: () => Date;
  /** Whether sweeps go into batches where that is cheaper; they do unless told otherwise. */
  readonly batches?: boolean;
}

/** Once per process and network: the node serves the chain that this database was filled from. */
export async function checkIdentity(deps: RoundDeps, adapter: ChainAdapter): Promise<void> {
  const identity = await adapter.selfCheck();
  const [cursor] = await deps.db.orm
    .select({ identity: chainCursors.identity })
    .from(chainCursors)
    .where(eq(chainCursors.network, adapter.network));
  if (cursor && cursor.identity !== identity) {
    throw new ChainMismatchError(
      `${adapter.network}: this database was filled from ${cursor.identity}, the node serves ${identity}`,
    );
  }
}

/** Reads the chain, books what is final, ends what is over, plans what is due. */
export async function watchRound(deps: RoundDeps, adapter: ChainAdapter): Promise<boolean> {
  const ctx = job(deps, `watch:${adapter.network}`);
  const scan = await scanNetwork(ctx, adapter);
  if (scan.halted !== null) return false;
  const booked = await confirmTransfers(ctx, adapter);
  const ended = await expireInvoices(ctx, adapter.network);
  const planned = await planDueSweeps(ctx, adapter.network);
  deps.log.debug({ network: adapter.network, ...scan, booked, ended, planned }, "watched");
  return scan.scannedHeight < scan.latestHeight;
}

/** Moves money: signed bytes to the chain, withdrawals and sweeps to their next step, swept money to balances. */
export async function moveRound(deps: RoundDeps, adapter: ChainAdapter): Promise<boolean> {
  const ctx = job(deps, `move:${adapter.network}`);
  if (await isHalted(deps, adapter)) return false;
  const sent = await advanceOutgoing(ctx, adapter);
  const replaced = await replaceStuck(ctx, adapter);
  const climbed = await advanceWithdrawals(ctx, adapter);
  const batched = deps.batches === false ? 0 : await advanceBatches(ctx, adapter);
  const stepped = batched + (await advanceSweeps(ctx, adapter));
  const credited = await creditSweptInvoices(ctx, adapter.network);
  deps.log.debug({ network: adapter.network, sent, replaced, climbed, stepped, credited }, "moved");
  return sent + replaced + climbed + stepped + credited > 0;
}

/** Carries out orders about stake, and takes back what was lent and is not needed any more. */
export async function reclaimRound(deps: RoundDeps, adapter: ChainAdapter): Promise<boolean> {
  const ctx = job(deps, `reclaim:${adapter.network}`);
  if (await isHalted(deps, adapter)) return false;
  let [ordered, reclaimed] = [0, 0];
  try {
    ordered = await advanceStakeOrders(ctx, adapter);
  } finally {
    // Whatever becomes of orders, what is lent comes back.
    reclaimed = await reclaimEnergy(ctx, adapter);
  }
  deps.log.debug({ network: adapter.network, ordered, reclaimed }, "stake was seen to");
  return ordered + reclaimed > 0;
}

/** Looks at the gas wallet for those who reach no chain. */
export async function gasRound(deps: RoundDeps, adapter: ChainAdapter): Promise<boolean> {
  const { network } = adapter;
  await readGas(job(deps, `gas:${network}`), {
    network,
    nativeBalance: (address) => adapter.nativeBalance(address as Address),
  });
  return false;
}

async function isHalted(deps: RoundDeps, adapter: ChainAdapter): Promise<boolean> {
  const [cursor] = await deps.db.orm
    .select({ halted: chainCursors.haltedReason })
    .from(chainCursors)
    .where(eq(chainCursors.network, adapter.network));
  return cursor?.halted !== null && cursor?.halted !== undefined;
}

function job(deps: RoundDeps, name: string): Context {
  return jobContext(deps.db, name, deps.log, deps.now);
}
