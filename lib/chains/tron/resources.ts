import type { NodeClient } from "@/lib/chains/node-client";
import type { Address, EnergyTerms, FeeQuote, Intent } from "@/lib/chains/port";
import { toWire } from "./addresses";
import { ask } from "./api";
import { readHead } from "./blocks";
import type { Prices } from "./fees";
import {
  accountSchema,
  lendableSchema,
  lentSchema,
  type Resources,
  resourceSchema,
  withdrawableSchema,
} from "./wire";

const SUN_PER_TRX = 1_000_000n;
/** The least that can be delegated. */
const LEAST_STAKE = SUN_PER_TRX;
/** How much all stake of the chain may grow between the lending and the use. */
const DRIFT_PERCENT = 1n;
/** Type of the resource, as getcandelegatedmaxsize has it. */
const ENERGY = 1;

/** What an account may use up without burning TRX. All 0 while it is not open. */
export function readResources(node: NodeClient, owner: Address): Promise<Resources> {
  return ask(node, "wallet", "getaccountresource", { address: toWire(owner) }, resourceSchema);
}

/** Energy that the account has by its own stake or by delegation: it is used before any TRX is burnt. */
export function freeEnergy({ EnergyLimit, EnergyUsed }: Resources): number {
  return Math.max(0, EnergyLimit - EnergyUsed);
}

/** What lending would take for a transfer that was quoted; null while the operator's account is not open. */
export async function readEnergyTerms(
  node: NodeClient,
  operator: Address,
  { from }: Intent,
  { terms }: FeeQuote,
  prices: Prices,
): Promise<EnergyTerms | null> {
  const chain = await readResources(node, operator);
  if (chain.TotalEnergyLimit === 0) return null;
  const sender = await readResources(node, from);
  const opened = sender.TotalEnergyLimit > 0;
  const lacking = BigInt(Math.max(0, Number(terms.energy) - freeEnergy(sender)));
  const bytes = Number(terms.bandwidth);
  // An account that is yet to be opened has the same daily bytes for nothing as every other.
  const freeBytes = opened ? sender.freeNetLimit - sender.freeNetUsed : chain.freeNetLimit;
  const isFree = bytes <= freeBytes || bytes <= sender.NetLimit - sender.NetUsed;
  return {
    opened,
    stake: stakeFor(lacking, chain),
    lendable: await readLendable(node, operator),
    burnt: lacking * prices.energy,
    native: isFree ? 0n : BigInt(bytes) * prices.bandwidth,
  };
}

/** Sun whose share of the chain's energy is so much a day, rounded up. */
function stakeFor(energy: bigint, { TotalEnergyLimit, TotalEnergyWeight }: Resources): bigint {
  if (energy === 0n) return 0n;
  const limit = BigInt(TotalEnergyLimit);
  // One more: the chain rounds each account's share down. And the share shrinks with what others stake meanwhile.
  const wanted = ((energy + 1n) * (100n + DRIFT_PERCENT) + 99n) / 100n;
  const stake = (wanted * BigInt(TotalEnergyWeight) * SUN_PER_TRX + limit - 1n) / limit;
  return stake < LEAST_STAKE ? LEAST_STAKE : stake;
}

/** Why the chain would not take a transaction about stake now; null when it would. `fee` in sun. */
export async function findStakeRefusal(
  node: NodeClient,
  { kind, from, to, value }: Intent,
  fee: bigint,
): Promise<string | null> {
  switch (kind) {
    case "stake_energy": {
      const body = { address: toWire(from) };
      const { balance } = await ask(node, "wallet", "getaccount", body, accountSchema);
      return balance < value + fee ? "balance short" : null;
    }
    case "withdraw_unstaked": {
      const { time } = await readHead(node, "wallet");
      const body = { owner_address: toWire(from), timestamp: time.getTime() };
      const method = "getcanwithdrawunfreezeamount";
      const { amount } = await ask(node, "wallet", method, body, withdrawableSchema);
      return amount === 0n ? "nothing to withdraw yet" : null;
    }
    case "reclaim_energy": {
      const body = { fromAddress: toWire(from), toAddress: toWire(to) };
      const method = "getdelegatedresourcev2";
      const { delegatedResource } = await ask(node, "wallet", method, body, lentSchema);
      const lent = delegatedResource.reduce((sum, one) => sum + one.frozen_balance_for_energy, 0n);
      return lent < value ? "not lent" : null;
    }
    case "unstake_energy":
      return (await readStaked(node, from)) < value ? "stake short" : null;
    default:
      return (await readLendable(node, from)) < value ? "stake short" : null;
  }
}

/** Sun that is staked for energy and not lent: what can be unstaked, also while its energy is used up. */
async function readStaked(node: NodeClient, owner: Address): Promise<bigint> {
  const body = { address: toWire(owner) };
  const { frozenV2 } = await ask(node, "wallet", "getaccount", body, accountSchema);
  return frozenV2.reduce((sum, { type, amount }) => (type === "ENERGY" ? sum + amount : sum), 0n);
}

/** Sun that is staked for energy, not lent, and whose energy is not used up: what can be lent. */
async function readLendable(node: NodeClient, owner: Address): Promise<bigint> {
  const body = { owner_address: toWire(owner), type: ENERGY };
  const method = "getcandelegatedmaxsize";
  return (await ask(node, "wallet", method, body, lendableSchema)).max_size;
}
