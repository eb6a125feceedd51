import type { Tier } from "@/lib/api";
import type { Context } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { changeMerchant, type MerchantView } from "./merchant-view";

/** The tiers that are counted per merchant; the others know only an address. */
export const MERCHANT_TIERS = [
  "financial",
  "wallet_generation",
  "standard",
  "dashboard",
] as const satisfies readonly Tier[];

export type MerchantTier = (typeof MERCHANT_TIERS)[number];

const MOST = 1_000_000;

/**
 * Sets a merchant's own limits (requests per 15 minutes, endpoint and address); null goes back to the
 * contract's, tiers that are not named stay. Throws scope_missing, not_found, validation_failed.
 */
export function updateRateLimits(
  ctx: Context,
  {
    merchantId,
    limits,
  }: {
    readonly merchantId: string;
    readonly limits: { readonly [K in MerchantTier]?: number | null };
  },
): Promise<MerchantView> {
  return changeMerchant(ctx, merchantId, (row) => {
    const wrong = Object.entries(limits).filter(([tier, limit]) => !isLimit(tier, limit));
    if (wrong.length > 0) {
      const message = `must be a whole number from 1 to ${MOST}, for ${MERCHANT_TIERS.join(", ")}`;
      const details = wrong.map(([path]) => ({ path, message }));
      throw new AppError("validation_failed", { details });
    }
    const after = Object.fromEntries(
      Object.entries({ ...row.rateLimits, ...limits }).filter(
        (entry): entry is [string, number] => typeof entry[1] === "number",
      ),
    );
    return {
      action: "merchant.limits_updated",
      set: { rateLimits: after },
      data: { before: row.rateLimits, after },
    };
  });
}

function isLimit(tier: string, limit: number | null | undefined): boolean {
  if (!MERCHANT_TIERS.some((known) => known === tier)) return false;
  return limit === null || (Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= MOST);
}
