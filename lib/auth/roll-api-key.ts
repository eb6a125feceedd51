import { and, eq, isNull } from "drizzle-orm";
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
import { AppError, assert } from "@/lib/kit";
import { forgetMerchant } from "./find-api-key";
import { insertKey } from "./issue-api-key";
import { tellOfKey } from "./key-mail";
import { newKeyPair } from "./key-pair";
import { type IssuedKey, type KeyRow, lockKey, requireLiving, viewOf } from "./key-records";
import { KEYS_ROLL, rollSubject } from "./key-step-up";
import { requireWithin } from "./scopes";

const HOUR_MS = 3_600_000;
const DEFAULT_OVERLAP_MS = 24 * HOUR_MS;
const LONGEST_OVERLAP_MS = 30 * 24 * HOUR_MS;

export interface RollInput {
  readonly keyId: string;
  /** How long the old key still works: 24 hours unless given, at most 30 days; 0 ends it at once. */
  readonly overlapMs?: number;
}

/**
 * Makes a new key and secret with the settings of an old one, which works on for the overlap. A person needs a code
 * for it, and all the rights that the key has. Throws scope_missing, not_found, validation_failed, invalid_state (revoked, expired, or rolled before),
 * step_up_required.
 */
export async function rollApiKey(
  ctx: Context,
  environment: Environment,
  { keyId, overlapMs = DEFAULT_OVERLAP_MS }: RollInput,
): Promise<IssuedKey> {
  requirePermission(ctx, "keys:write");
  if (!(Number.isInteger(overlapMs) && overlapMs >= 0 && overlapMs <= LONGEST_OVERLAP_MS)) {
    const message = "must be 0 to 30 days";
    throw new AppError("validation_failed", { details: [{ path: "overlap", message }] });
  }
  const merchantId = merchantOf(ctx);
  const pair = newKeyPair(environment);
  const row = await transact(ctx, async (tx) => {
    const old = await lockKey(tx, merchantId, keyId);
    requireLiving(old, ctx.now());
    requireWithin(ctx, old.scopes);
    await requireStepUp(ctx, tx, KEYS_ROLL, rollSubject(old.id, overlapMs));
    const made = await insertKey(ctx, tx, pair, viewOf(old, ctx.now()), lifeOf(old));
    await endOld(ctx, tx, old, made.id, overlapMs);
    await audit(ctx, tx, {
      merchantId,
      action: "api_key.rolled",
      subjectKind: "api_key",
      subjectId: old.id,
      data: { prefix: old.prefix, replacedBy: made.id, newPrefix: made.prefix, overlapMs },
    });
    await tellOfKey(ctx, tx, made, "An API key was rolled");
    return made;
  }).finally(() => forgetMerchant(merchantId));
  return { ...viewOf(row, ctx.now()), apiKey: pair.apiKey, apiSecret: pair.apiSecret };
}

/** The new key lives as long as the old one was made to live (ms). */
function lifeOf({ createdAt, expiresAt }: KeyRow): number | null {
  return expiresAt === null ? null : expiresAt.getTime() - createdAt.getTime();
}

async function endOld(
  ctx: Context,
  tx: Tx,
  old: KeyRow,
  replacedBy: string,
  overlapMs: number,
): Promise<void> {
  const now = ctx.now();
  const end = new Date(now.getTime() + overlapMs);
  const expiresAt = old.expiresAt !== null && old.expiresAt < end ? old.expiresAt : end;
  const ended = await tx
    .update(apiKeys)
    // With no overlap it is revoked: an end by the clock would wait for the database's.
    .set(
      overlapMs === 0
        ? { replacedBy, status: "revoked", revokedAt: now }
        : { replacedBy, expiresAt },
    )
    .where(
      and(
        eq(apiKeys.merchantId, old.merchantId),
        eq(apiKeys.id, old.id),
        eq(apiKeys.status, "active"),
        isNull(apiKeys.replacedBy),
      ),
    )
    .returning({ id: apiKeys.id });
  assert(ended.length === 1, `key ${old.id} changed under its lock`);
}
