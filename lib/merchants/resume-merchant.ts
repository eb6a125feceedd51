import type { Context } from "@/lib/command";
import { changeMerchant, type MerchantView } from "./merchant-view";

/** Lets a suspended merchant call again. Throws scope_missing, not_found. */
export function resumeMerchant(
  ctx: Context,
  { merchantId }: { readonly merchantId: string },
): Promise<MerchantView> {
  return changeMerchant(ctx, merchantId, ({ status }) =>
    status === "active"
      ? null
      : { action: "merchant.resumed", set: { status: "active" }, data: {} },
  );
}
