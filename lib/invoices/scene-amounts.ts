import type { Scene } from "@/lib/api";
import { type Units, units } from "@/lib/kit";

/** What a scene sends of the sum that an invoice lacks, payment by payment; rounded down to 0.000001, at least that. */
export function sceneAmounts(scene: Scene, remaining: Units): readonly Units[] {
  switch (scene) {
    case "part":
      return [atLeastOne((remaining * 60n) / 100n)];
    case "over":
      return [units(remaining + atLeastOne(remaining / 10n))];
    case "two":
      return remaining < 2n
        ? [remaining]
        : [units(remaining / 2n), units(remaining - remaining / 2n)];
    default:
      return [remaining];
  }
}

function atLeastOne(amount: bigint): Units {
  return units(amount > 0n ? amount : 1n);
}
