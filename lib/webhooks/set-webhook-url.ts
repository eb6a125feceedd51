import { eq } from "drizzle-orm";
import { checkWebhookUrl, type DestinationPolicy } from "@/lib/api";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { merchants } from "@/lib/db";
import { AppError, assert } from "@/lib/kit";
import { leadsToRefusedAddress, type Resolve } from "./address-guard";
import { readMerchant } from "./internal";

export interface DestinationOptions extends DestinationPolicy {
  readonly resolve?: Resolve;
}

/**
 * Sets where the merchant's events go whose record has no URL of its own; null: nowhere. Events that are
 * there keep theirs. Throws scope_missing, validation_failed (also when the name leads to a private address).
 */
export async function setWebhookUrl(
  ctx: Context,
  input: { readonly webhookUrl: string | null },
  options: DestinationOptions,
): Promise<{ webhookUrl: string | null }> {
  requirePermission(ctx, "webhooks:write");
  const merchantId = merchantOf(ctx);
  const { webhookUrl } = input;
  if (webhookUrl !== null) await checkDestination(webhookUrl, options);
  return transact(ctx, async (tx) => {
    const before = await readMerchant(tx, merchantId, "update");
    const changed = await tx
      .update(merchants)
      .set({ webhookUrl })
      .where(eq(merchants.id, merchantId))
      .returning({ id: merchants.id });
    assert(changed.length === 1, `merchant ${merchantId} vanished under its lock`);
    await audit(ctx, tx, {
      merchantId,
      action: "webhook_url.updated",
      subjectKind: "merchant",
      subjectId: merchantId,
      data: { before: before.webhookUrl, after: webhookUrl },
    });
    return { webhookUrl };
  });
}

async function checkDestination(url: string, options: DestinationOptions): Promise<void> {
  const objection =
    checkWebhookUrl(url, options) ??
    ((await leadsToRefusedAddress(new URL(url), options))
      ? "webhookUrl must not point to a private address"
      : null);
  if (objection === null) return;
  throw new AppError("validation_failed", {
    public: objection,
    details: [{ path: "webhookUrl", message: objection }],
  });
}
