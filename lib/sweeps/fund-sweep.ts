import { and, eq } from "drizzle-orm";
import { getGasWallet } from "@/lib/addresses";
import type { Address, ChainAdapter, EnergyTerms, FeeQuote, Intent } from "@/lib/chains";
import { type Context, transact } from "@/lib/command";
import { signingRequests, type Tx } from "@/lib/db";
import { ENERGY_NETWORK, type Lending, lendIntent, listLending, requestLoan } from "@/lib/energy";
import { GAS_PATH, prepareTransaction, quoteOrNull, requestSignature } from "@/lib/outgoing";
import { chooseOffer } from "./choose";
import { BLOCKED } from "./reasons";
import type { SweepMove } from "./state";
import { blockSweep, lockSweep, type SweepRow, updateSweep } from "./write-sweep";

/** Gas is sent with this much in reserve (parts of a hundred), since prices move before the transfer is built. */
const FUNDING_MARGIN = 125n;

/** What there is to know about energy for a sweep. */
export interface Energy {
  readonly operator: Address;
  readonly terms: EnergyTerms;
  /** Loans that may not have arrived when the terms were read. */
  readonly lending: readonly Lending[];
}

/** Null where the chain has no energy, or the operator no account. */
export async function findEnergy(
  ctx: Context,
  adapter: ChainAdapter,
  row: SweepRow,
  transfer: Intent,
  quote: FeeQuote,
): Promise<Energy | null> {
  if (row.network !== ENERGY_NETWORK) return null;
  const wallet = await getGasWallet(ctx.db.orm, row.network);
  if (!wallet) return null;
  const operator = wallet.address as Address;
  const lending = await listLending(ctx.db.orm, row.network);
  const terms = await adapter.findEnergyTerms(operator, transfer, quote);
  return terms && { operator, terms, lending };
}

/**
 * Lends energy to the deposit address where that is cheaper than what would be burnt, else sends it gas from the
 * operator's gas wallet; short gas is told and waited for, never a failure.
 */
export async function fundSweep(
  ctx: Context,
  adapter: ChainAdapter,
  row: SweepRow,
  move: Extract<SweepMove, { kind: "fund" }>,
  { energy, gasAttempts }: { readonly energy: Energy | null; readonly gasAttempts: number },
): Promise<boolean> {
  const quote = energy && move.mayLend ? await quoteLoan(adapter, row, energy) : null;
  if (energy && quote && energy.terms.opened) return lend(ctx, adapter, row, energy, quote);
  if (!move.maySend) return false;
  // An account is opened by any coin; what energy does not pay comes along.
  const opening = energy && quote ? (energy.terms.native > 0n ? energy.terms.native : 1n) : null;
  const value = opening ?? (move.missing * FUNDING_MARGIN + 99n) / 100n;
  return sendGas(ctx, adapter, row, value, gasAttempts);
}

/** What lending costs, if there is enough stake and it is the cheaper way; else null. */
async function quoteLoan(
  adapter: ChainAdapter,
  row: SweepRow,
  energy: Energy,
): Promise<FeeQuote | null> {
  const { operator, terms } = energy;
  if (row.plainOnly || terms.stake === 0n || terms.stake > leftOf(energy)) return null;
  const quote = await quoteOrNull(adapter, lendIntent(operator, row, terms.stake));
  if (quote === null) return null;
  // Taking it back is a transaction of the same size. What opening the account costs is paid either way.
  const chosen = chooseOffer(
    { method: "burn", cost: terms.burnt },
    { method: "energy", cost: 2n * quote.native },
  );
  return chosen.method === "energy" ? quote : null;
}

/** Sun that can be lent once everything that is promised has gone. */
function leftOf({ terms, lending }: Energy): bigint {
  return lending.reduce(
    (left, { stake, included }) => (included ? left : left - stake),
    terms.lendable,
  );
}

async function lend(
  ctx: Context,
  adapter: ChainAdapter,
  row: SweepRow,
  energy: Energy,
  quote: FeeQuote,
): Promise<boolean> {
  const intent = lendIntent(energy.operator, row, energy.terms.stake);
  const prepared = await prepareTransaction(adapter, intent, quote);
  const plan = { prepared, left: leftOf(energy), known: energy.lending };
  return transact(ctx, async (tx) => {
    if (!(await lockSweep(tx, row))) return false;
    if (!(await requestLoan(ctx, tx, adapter, row, plan))) return false;
    await updateSweep(tx, row, { state: "funding", blockedReason: null, retryAt: null });
    return true;
  });
}

async function sendGas(
  ctx: Context,
  adapter: ChainAdapter,
  row: SweepRow,
  value: bigint,
  attempts: number,
): Promise<boolean> {
  const gasWallet = await getGasWallet(ctx.db.orm, row.network);
  if (!gasWallet) return blockSweep(ctx, row, BLOCKED.gasWalletMissing);
  const intent: Intent = {
    kind: "native",
    from: gasWallet.address as Address,
    to: row.fromAddress as Address,
    value,
  };
  const quote = await quoteOrNull(adapter, intent);
  if (quote === null) return blockSweep(ctx, row, BLOCKED.gasWalletShort);
  const prepared = await prepareTransaction(adapter, intent, quote);
  return transact(ctx, async (tx) => {
    if (!(await lockSweep(tx, row)) || (await countGas(tx, row)) !== attempts) return false;
    const path = GAS_PATH;
    const { merchantId, id } = row;
    const request = { purpose: "sweep_gas", causeId: id, merchantId, path } as const;
    await requestSignature(ctx, tx, adapter, request, prepared);
    await updateSweep(tx, row, { state: "funding", blockedReason: null, retryAt: null });
    return true;
  });
}

/** Gas leaves no mark on the row when it is sent again: its requests tell whether another worker did it. */
function countGas(tx: Tx, row: SweepRow): Promise<number> {
  const ofSweep = and(
    eq(signingRequests.purpose, "sweep_gas"),
    eq(signingRequests.causeId, row.id),
  );
  return tx.$count(signingRequests, ofSweep);
}
