import type { StoredFeeTier } from "@/lib/db";
import { assert, maxUnits, minUnits, partsPerMillionHalfUp, type Units, units } from "@/lib/kit";

/** What a new merchant pays: below 1,000 USDT 1.0 %, below 10,000 0.8 %, else 0.5 %. */
export const DEFAULT_FEE_TIERS: readonly StoredFeeTier[] = [
  { from: "0", ratePpm: 10_000 },
  { from: "1000000000", ratePpm: 8_000 },
  { from: "10000000000", ratePpm: 5_000 },
];

/**
 * The fee on a sum received, micro-USDT: the rate of its tier on the whole sum, rounded half up, at least the
 * network's minimum and at most the sum itself. `tiers` ascend from zero.
 */
export function depositFee(tiers: readonly StoredFeeTier[], minimum: Units, amount: Units): Units {
  const tier = tiers.findLast(({ from }) => units(BigInt(from)) <= amount);
  assert(tier, "a fee table begins at zero");
  return minUnits(amount, maxUnits(minimum, partsPerMillionHalfUp(amount, tier.ratePpm)));
}
