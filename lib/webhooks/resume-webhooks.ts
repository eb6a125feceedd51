import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { NO_URL, readMerchant } from "./internal";
import { lockEndpoint, type Resumed, reopenEndpoint } from "./reopen-endpoint";

/**
 * Lets webhooks go again to an endpoint that a person paused, or that was disabled for its failures: 1,000 of those that
 * waited in one call; asked until nothing is left, it is open. Of many who ask at once each webhook is let go by one.
 * Throws scope_missing, invalid_state (no URL).
 */
export async function resumeWebhooks(ctx: Context): Promise<Resumed> {
  requirePermission(ctx, "webhooks:write");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const { webhookUrl } = await readMerchant(tx, merchantId, "none");
    if (webhookUrl === null) throw new AppError("invalid_state", { public: NO_URL });
    const endpoint = await lockEndpoint(tx, merchantId);
    if (endpoint === null || endpoint.state === "active") {
      return { released: 0, more: false, since: null };
    }
    return reopenEndpoint(ctx, tx, merchantId, endpoint);
  });
}
