import type { Context } from "@/lib/command";
import { AppError, MAX_AMOUNT, type Units } from "@/lib/kit";
import { changeMerchant, type MerchantView } from "./merchant-view";

/** From so many micro-USDT on, the rate in parts per million of the sum received. */
export interface FeeTier {
  readonly from: Units;
  readonly ratePpm: number;
}

const MAX_TIERS = 20;
const WHOLE_PPM = 1_000_000;

/**
 * Sets what a merchant pays for deposits; invoices that exist keep the table they were made with. Throws
 * scope_missing, not_found, validation_failed.
 */
export function updateFeeTiers(
  ctx: Context,
  { merchantId, tiers }: { readonly merchantId: string; readonly tiers: readonly FeeTier[] },
): Promise<MerchantView> {
  return changeMerchant(ctx, merchantId, (row) => {
    if (!isTable(tiers)) {
      const message = `must be 1 to ${MAX_TIERS} rows, the first from 0, ascending, rates from 0 to 100 %`;
      throw new AppError("validation_failed", { details: [{ path: "tiers", message }] });
    }
    const feeTiers = tiers.map(({ from, ratePpm }) => ({ from: from.toString(), ratePpm }));
    return {
      action: "merchant.fees_updated",
      set: { feeTiers },
      data: { before: row.feeTiers, after: feeTiers },
    };
  });
}

function isTable(tiers: readonly FeeTier[]): boolean {
  const ascends = tiers.every(({ from }, i) => {
    const before = tiers[i - 1];
    return before === undefined ? from === 0n : from > before.from && from <= MAX_AMOUNT;
  });
  const rated = tiers.every(
    ({ ratePpm }) => Number.isInteger(ratePpm) && ratePpm >= 0 && ratePpm <= WHOLE_PPM,
  );
  return tiers.length > 0 && tiers.length <= MAX_TIERS && ascends && rated;
}
