import { and, eq } from "drizzle-orm";
import {
  audit,
  type Context,
  merchantOf,
  requirePermission,
  requireStepUp,
  transact,
} from "@/lib/command";
import { apiKeys } from "@/lib/db";
import { AppError, assert } from "@/lib/kit";
import { forgetMerchant } from "./find-api-key";
import {
  type ApiKeyView,
  auditedSettings,
  checkSettings,
  columnsOf,
  type KeySettings,
  lockKey,
  requireLiving,
  viewOf,
} from "./key-records";
import { KEYS_UPDATE, updateSubject, widens } from "./key-step-up";
import { requireWithin } from "./scopes";

export interface UpdateKeyInput extends Partial<KeySettings> {
  readonly keyId: string;
  /** What a form showed: somebody else may have changed the key meanwhile. */
  readonly seen?: KeySettings;
}

/** A form that shows a key as it is no more is told so before a code is asked for. Throws stale_version. */
export function requireSeen(seen: KeySettings, now: KeySettings): void {
  const text = (settings: KeySettings) => JSON.stringify(auditedSettings(settings));
  if (text(seen) !== text(now)) throw new AppError("stale_version");
}

/**
 * Changes a key's name, scopes, allow-list and caps; what the patch leaves out stays. A person needs a code, and
 * all the rights that it then has, where the key could do more afterwards. Throws scope_missing, not_found, validation_failed, invalid_state (revoked, expired,
 * or replaced), stale_version, step_up_required.
 */
export async function updateApiKey(
  ctx: Context,
  { keyId, seen, ...patch }: UpdateKeyInput,
): Promise<ApiKeyView> {
  requirePermission(ctx, "keys:write");
  const merchantId = merchantOf(ctx);
  const row = await transact(ctx, async (tx) => {
    const key = await lockKey(tx, merchantId, keyId);
    requireLiving(key, ctx.now());
    const before = viewOf(key, ctx.now());
    const after: KeySettings = { ...before, ...patch };
    checkSettings(after);
    if (seen) requireSeen(seen, before);
    if (widens(before, after)) {
      requireWithin(ctx, after.scopes);
      await requireStepUp(ctx, tx, KEYS_UPDATE, updateSubject(key.id, after));
    }
    const [changed] = await tx
      .update(apiKeys)
      .set(columnsOf(after))
      .where(and(eq(apiKeys.merchantId, merchantId), eq(apiKeys.id, key.id)))
      .returning();
    assert(changed, `key ${key.id} vanished under its lock`);
    await audit(ctx, tx, {
      merchantId,
      action: "api_key.updated",
      subjectKind: "api_key",
      subjectId: key.id,
      data: { before: auditedSettings(before), after: auditedSettings(after) },
    });
    return changed;
  }).finally(() => forgetMerchant(merchantId));
  return viewOf(row, ctx.now());
}
