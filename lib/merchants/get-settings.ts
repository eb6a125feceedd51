import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { readMerchant, type Settings, settingsOf } from "./internal";

/** The settings of the context's merchant. Throws scope_missing. */
export async function getSettings(ctx: Context): Promise<Settings> {
  requirePermission(ctx, "settings:read");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => settingsOf(await readMerchant(tx, merchantId, "none")));
}
