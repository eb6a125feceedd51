import { type FeeExample, moneyText, networkName } from "@/components/dashboard";
import { NETWORKS, units } from "@/lib/kit";
import { depositFee } from "@/lib/merchants";
import type { Order } from "@/lib/operator";

type Tiers = Extract<Order, { kind: "merchant.fee-tiers" }>["tiers"];

/** Sums that people know: a small payment, one that meets the minimum fee, large ones. Whole USDT. */
const SUMS = [20n, 250n, 1_000n, 25_000n] as const;
const UNITS = 1_000_000n;

/** What typical sums would cost by a fee table, by the rule that books the fees. */
export function feeExamples(tiers: Tiers, locale: string): FeeExample[] {
  const stored = tiers.map(({ from, ratePpm }) => ({ from: from.toString(), ratePpm }));
  return SUMS.map((whole) => {
    const amount = units(whole * UNITS);
    return {
      amount: `${moneyText(amount, locale)} USDT`,
      fees: NETWORKS.map(({ id, minimumDepositFee }) => ({
        network: networkName(id),
        fee: moneyText(depositFee(stored, minimumDepositFee, amount), locale),
      })),
    };
  });
}
