import { and, eq } from "drizzle-orm";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { apiKeys } from "@/lib/db";
import { assert } from "@/lib/kit";
import { forgetMerchant } from "./find-api-key";
import { type ApiKeyView, lockKey, viewOf } from "./key-records";

/**
 * Ends a key at once (other processes hear of it within a second). One that is revoked already stays as it is.
 * Throws scope_missing, not_found.
 */
export async function revokeApiKey(
  ctx: Context,
  { keyId }: { readonly keyId: string },
): Promise<ApiKeyView> {
  requirePermission(ctx, "keys:write");
  const merchantId = merchantOf(ctx);
  const row = await transact(ctx, async (tx) => {
    const key = await lockKey(tx, merchantId, keyId);
    if (key.status === "revoked") return key;
    const [revoked] = await tx
      .update(apiKeys)
      .set({ status: "revoked", revokedAt: ctx.now() })
      .where(
        and(
          eq(apiKeys.merchantId, merchantId),
          eq(apiKeys.id, key.id),
          eq(apiKeys.status, "active"),
        ),
      )
      .returning();
    assert(revoked, `key ${key.id} changed under its lock`);
    await audit(ctx, tx, {
      merchantId,
      action: "api_key.revoked",
      subjectKind: "api_key",
      subjectId: key.id,
      data: { prefix: key.prefix },
    });
    return revoked;
  }).finally(() => forgetMerchant(merchantId));
  return viewOf(row, ctx.now());
}
