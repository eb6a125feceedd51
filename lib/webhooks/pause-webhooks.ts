import { and, eq } from "drizzle-orm";
import {
  actorText,
  audit,
  type Context,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { webhookEndpoints } from "@/lib/db";
import { AppError, assert } from "@/lib/kit";
import { NO_URL, readMerchant } from "./internal";
import { lockEndpoint } from "./reopen-endpoint";

/**
 * Sends nothing more to the merchant's URL until somebody resumes it: webhooks are kept. What is in flight ends, and what
 * is sent by hand goes out. Pausing what is closed already changes nothing. Throws scope_missing, invalid_state (no URL).
 */
export async function pauseWebhooks(ctx: Context): Promise<void> {
  requirePermission(ctx, "webhooks:write");
  const merchantId = merchantOf(ctx);
  await transact(ctx, async (tx) => {
    const { webhookUrl } = await readMerchant(tx, merchantId, "none");
    if (webhookUrl === null) throw new AppError("invalid_state", { public: NO_URL });
    await tx.insert(webhookEndpoints).values({ merchantId }).onConflictDoNothing();
    const endpoint = await lockEndpoint(tx, merchantId);
    assert(endpoint, `the endpoint of ${merchantId} vanished`);
    if (endpoint.state !== "active") return;
    const changed = await tx
      .update(webhookEndpoints)
      .set({ state: "paused", stateAt: ctx.now(), pausedBy: actorText(ctx.actor) })
      .where(and(eq(webhookEndpoints.merchantId, merchantId), eq(webhookEndpoints.state, "active")))
      .returning({ merchantId: webhookEndpoints.merchantId });
    assert(changed.length === 1, `the endpoint of ${merchantId} changed under its lock`);
    await audit(ctx, tx, {
      merchantId,
      action: "webhook_endpoint.paused",
      subjectKind: "merchant",
      subjectId: merchantId,
      data: { url: webhookUrl },
    });
  });
}
