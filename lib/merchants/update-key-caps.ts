import type { Context } from "@/lib/command";
import { AppError, MAX_AMOUNT, type Units } from "@/lib/kit";
import { changeMerchant, type MerchantView } from "./merchant-view";

/**
 * Sets what each key of a merchant moves out per day of UTC without its secret (micro-USDT; null: no cap;
 * "default": the environment's), where the key has no cap of its own. Throws scope_missing, not_found,
 * validation_failed.
 */
export function updateKeyCaps(
  ctx: Context,
  {
    merchantId,
    dailyCap,
  }: { readonly merchantId: string; readonly dailyCap: Units | null | "default" },
): Promise<MerchantView> {
  const units = dailyCap === "default" ? null : dailyCap;
  return changeMerchant(ctx, merchantId, (row) => {
    if (units !== null && (units < 0n || units > MAX_AMOUNT)) {
      const message = "must be an amount of USDT from 0";
      throw new AppError("validation_failed", { details: [{ path: "dailyCap", message }] });
    }
    const before = row.keyDailyCapSet ? row.keyDailyCapUnits : "default";
    return {
      action: "merchant.caps_updated",
      set: { keyDailyCapUnits: units, keyDailyCapSet: dailyCap !== "default" },
      data: { before: capText(before), after: capText(dailyCap) },
    };
  });
}

function capText(cap: Units | null | "default"): string | null {
  return cap === null ? null : cap.toString();
}
