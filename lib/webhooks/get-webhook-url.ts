import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { readMerchant } from "./internal";

/** Where the merchant's events go whose record has no URL of its own; null: nowhere. Throws scope_missing. */
export async function getWebhookUrl(ctx: Context): Promise<{ webhookUrl: string | null }> {
  requirePermission(ctx, "webhooks:read");
  const merchantId = merchantOf(ctx);
  const { webhookUrl } = await transact(ctx, (tx) => readMerchant(tx, merchantId, "none"));
  return { webhookUrl };
}
