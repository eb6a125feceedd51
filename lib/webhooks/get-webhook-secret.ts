import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { readMerchant } from "./internal";
import { maskSecret, type OpenSecret, webhookSecretAad } from "./secrets";

/** The merchant's webhook secret, masked but for its last 8 characters. Throws scope_missing. */
export async function getWebhookSecret(
  ctx: Context,
  openSecret: OpenSecret,
): Promise<{ webhookSecret: string }> {
  requirePermission(ctx, "webhooks:read");
  const merchantId = merchantOf(ctx);
  const { webhookSecret } = await transact(ctx, (tx) => readMerchant(tx, merchantId, "none"));
  return { webhookSecret: maskSecret(openSecret(webhookSecret, webhookSecretAad(merchantId))) };
}
