import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { readMerchant } from "./internal";
import { type AllSettings, allSettingsOf } from "./safeguards";

/** The settings of the context's merchant, with the version that a change is made to. Throws scope_missing. */
export async function getSettings(ctx: Context): Promise<AllSettings> {
  requirePermission(ctx, "settings:read");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => allSettingsOf(await readMerchant(tx, merchantId, "none")));
}
