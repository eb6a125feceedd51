import { eq } from "drizzle-orm";
import { checkWebhookUrl, type DestinationPolicy } from "@/lib/api";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { merchants, type Tx, webhookEndpoints } from "@/lib/db";
import { AppError, assert } from "@/lib/kit";
import { leadsToRefusedAddress, type Resolve } from "./address-guard";
import { tellMoved } from "./endpoint-mails";
import { UNTOUCHED } from "./endpoint-state";
import { readMerchant } from "./internal";
import { lockEndpoint, reopenEndpoint } from "./reopen-endpoint";

export interface DestinationOptions extends DestinationPolicy {
  readonly resolve?: Resolve;
}

/**
 * Sets where the merchant's events go whose record has no URL of its own; null: nowhere. Events that are
 * there keep theirs; those that waited for an endpoint that was disabled go to the URL that is set now, the same one
 * too. A change is told to who manages webhooks, and begins a new count of failures. Throws scope_missing,
 * validation_failed (also when the name leads to a private address).
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
  await transact(ctx, async (tx) => {
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
    if (before.webhookUrl === webhookUrl) return;
    await forgetFailures(tx, merchantId);
    await tellMoved(ctx, tx, { merchantId, before: before.webhookUrl, after: webhookUrl });
  });
  if (webhookUrl !== null) await reopenDisabled(ctx, merchantId);
  return { webhookUrl };
}

/** What failed was another address. */
async function forgetFailures(tx: Tx, merchantId: string): Promise<void> {
  const { failedTries, givenUp, failingSince, told, toldAt } = UNTOUCHED;
  await tx
    .update(webhookEndpoints)
    .set({ failedTries, givenUp, failingSince, told, toldAt })
    .where(eq(webhookEndpoints.merchantId, merchantId));
}

/** Not one that a person paused. Whoever is broken off here sets the URL once more, or enables it. */
async function reopenDisabled(ctx: Context, merchantId: string): Promise<void> {
  for (let more = true; more; ) {
    more = await transact(ctx, async (tx) => {
      const endpoint = await lockEndpoint(tx, merchantId);
      if (endpoint?.state !== "disabled") return false;
      const step = await reopenEndpoint(ctx, tx, merchantId, endpoint);
      return step.more;
    });
  }
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
