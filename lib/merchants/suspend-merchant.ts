import type { Context } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { changeMerchant, type MerchantView } from "./merchant-view";

const MAX_REASON = 500;

/**
 * Turns a merchant's calls away (403, everywhere within a second) until it is resumed. What is on its way goes
 * on: money that comes is credited and swept, webhooks are sent. Throws scope_missing, not_found, validation_failed.
 */
export function suspendMerchant(
  ctx: Context,
  { merchantId, reason }: { readonly merchantId: string; readonly reason: string },
): Promise<MerchantView> {
  return changeMerchant(ctx, merchantId, ({ status }) => {
    if (reason.trim() === "" || reason.length > MAX_REASON) {
      const message = `must have 1 to ${MAX_REASON} characters`;
      throw new AppError("validation_failed", { details: [{ path: "reason", message }] });
    }
    if (status === "suspended") return null;
    return { action: "merchant.suspended", set: { status: "suspended" }, data: { reason } };
  });
}
