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
import { tellOfKey } from "./key-mail";
import { type KeyPair, newKeyPair } from "./key-pair";
import {
  auditedSettings,
  checkSettings,
  columnsOf,
  type IssuedKey,
  type KeyRow,
  type KeySettings,
  type NewKeySettings,
  viewOf,
} from "./key-records";
import { issueSubject, KEYS_ISSUE } from "./key-step-up";
import { requireWithin } from "./scopes";

const DAY_MS = 86_400_000;

/**
 * Makes an API key of the context's merchant; key and secret are in the answer and nowhere else.
 * A person needs a code for it, and hands out no more than the person may do. Throws scope_missing, validation_failed, step_up_required.
 */
export async function issueApiKey(
  ctx: Context,
  environment: Environment,
  settings: NewKeySettings,
): Promise<IssuedKey> {
  requirePermission(ctx, "keys:write");
  checkSettings(settings);
  requireWithin(ctx, settings.scopes);
  const pair = newKeyPair(environment);
  const row = await transact(ctx, async (tx) => {
    await requireStepUp(ctx, tx, KEYS_ISSUE, issueSubject(settings));
    const { lifeDays } = settings;
    const lifeMs = lifeDays ? lifeDays * DAY_MS : null;
    const made = await insertKey(ctx, tx, pair, settings, lifeMs);
    await audit(ctx, tx, {
      merchantId: merchantOf(ctx),
      action: "api_key.issued",
      subjectKind: "api_key",
      subjectId: made.id,
      data: {
        prefix: made.prefix,
        ...auditedSettings(settings),
        expiresAt: made.expiresAt?.toISOString() ?? null,
      },
    });
    await tellOfKey(ctx, tx, made, "An API key was issued");
    return made;
  });
  return { ...viewOf(row, ctx.now()), apiKey: pair.apiKey, apiSecret: pair.apiSecret };
}

/** Writes a new key of the context's merchant, which ends after so many milliseconds; null: never. */
export async function insertKey(
  ctx: Context,
  tx: Tx,
  pair: KeyPair,
  settings: KeySettings,
  lifeMs: number | null,
): Promise<KeyRow> {
  const now = ctx.now();
  const [row] = await tx
    .insert(apiKeys)
    .values({
      merchantId: merchantOf(ctx),
      id: newId(),
      keyHash: pair.keyHash,
      secretHash: pair.secretHash,
      prefix: pair.prefix,
      suffix: pair.suffix,
      createdAt: now,
      expiresAt: lifeMs === null ? null : new Date(now.getTime() + lifeMs),
      // Who sees the secret may not let go what it asks for.
      createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
      ...columnsOf(settings),
    })
    .returning();
  return present(row, "the key that was just made");
}
