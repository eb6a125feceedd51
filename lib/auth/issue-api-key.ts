import {
  audit,
  type Context,
  merchantOf,
  requirePermission,
  requireStepUp,
  transact,
} from "@/lib/command";
import type { Environment } from "@/lib/config";
import { apiKeys, type Tx } from "@/lib/db";
import { newId, present } from "@/lib/kit";
import { type KeyPair, newKeyPair } from "./key-pair";
import {
  auditedSettings,
  checkSettings,
  columnsOf,
  type IssuedKey,
  type KeyRow,
  type KeySettings,
  viewOf,
} from "./key-records";
import { issueSubject, KEYS_ISSUE } from "./key-step-up";
import { requireWithin } from "./scopes";

/**
 * Makes an API key of the context's merchant; key and secret are in the answer and nowhere else.
 * A person needs a code for it, and hands out no more than the person may do. Throws scope_missing, validation_failed, step_up_required.
 */
export async function issueApiKey(
  ctx: Context,
  environment: Environment,
  settings: KeySettings,
): Promise<IssuedKey> {
  requirePermission(ctx, "keys:write");
  checkSettings(settings);
  requireWithin(ctx, settings.scopes);
  const pair = newKeyPair(environment);
  const row = await transact(ctx, async (tx) => {
    await requireStepUp(ctx, tx, KEYS_ISSUE, issueSubject(settings));
    const made = await insertKey(ctx, tx, pair, settings);
    await audit(ctx, tx, {
      merchantId: merchantOf(ctx),
      action: "api_key.issued",
      subjectKind: "api_key",
      subjectId: made.id,
      data: { prefix: made.prefix, ...auditedSettings(settings) },
    });
    return made;
  });
  return { ...viewOf(row, ctx.now()), apiKey: pair.apiKey, apiSecret: pair.apiSecret };
}

/** Writes a new key of the context's merchant. */
export async function insertKey(
  ctx: Context,
  tx: Tx,
  pair: KeyPair,
  settings: KeySettings,
): Promise<KeyRow> {
  const [row] = await tx
    .insert(apiKeys)
    .values({
      merchantId: merchantOf(ctx),
      id: newId(),
      keyHash: pair.keyHash,
      secretHash: pair.secretHash,
      prefix: pair.prefix,
      createdAt: ctx.now(),
      // Who sees the secret may not let go what it asks for.
      createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
      ...columnsOf(settings),
    })
    .returning();
  return present(row, "the key that was just made");
}
