import type { SweepMethod } from "@/lib/db";

/** A way to move the money of some sweeps, and the most that it costs in all, in wei or sun. */
export interface Offer {
  readonly method: SweepMethod;
  readonly cost: bigint;
}

/** The cheapest offer; of two at one price the first, so the plain way is named first. Pure. */
export function chooseOffer(plain: Offer, ...others: readonly Offer[]): Offer {
  return others.reduce((best, offer) => (offer.cost < best.cost ? offer : best), plain);
}

/** Costs of the same batch taken together and of its sweeps one by one. */
export interface BatchCosts {
  readonly deploy: bigint;
  /** One sweep by itself. */
  readonly plain: bigint;
}

/** A batch saves about 46 parts of a hundred of a first sweep, by measurement (`npm run bench sweeps`). */
const SAVED_PARTS = 40n;

/**
 * Whether the contract for batches pays for itself by what it would have saved on so many sweeps: those that were made
 * lately and those that are due. Pure.
 */
export function isWorthDeploying({ deploy, plain }: BatchCosts, sweeps: number): boolean {
  return (BigInt(sweeps) * plain * SAVED_PARTS) / 100n >= deploy;
}

/** A fee in as many shares as a batch has members: equal, the first takes the rest. Pure. */
export function shareFee(fee: bigint, members: number): readonly bigint[] {
  if (members <= 0) return [];
  const each = fee / BigInt(members);
  const rest = fee - each * BigInt(members);
  return Array.from({ length: members }, (_, position) => (position === 0 ? each + rest : each));
}
