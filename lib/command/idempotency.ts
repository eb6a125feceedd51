import { and, eq, sql } from "drizzle-orm";
import { type Database, idempotencyKeys, type Tx } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { type Context, merchantOf } from "./context";

/** One Idempotency-Key of one call: what was asked (fingerprint) under which key. */
export interface IdempotentCall {
  readonly endpoint: string;
  readonly key: string;
  readonly fingerprint: Uint8Array;
}

export interface StoredAnswer {
  readonly subjectId: string | null;
  readonly status: number | null;
  readonly body: string | null;
}

const DAY_MS = 86_400_000;

/**
 * Claims a key inside the verb's own transaction, so that the key and what the call made stand or fall
 * together. A concurrent call with the same key waits on this row and then finds it taken.
 * Throws request_in_progress when another call holds it; the caller looks the answer up.
 */
export async function claimKey(
  ctx: Context,
  tx: Tx,
  call: IdempotentCall,
  subjectId: string,
): Promise<void> {
  const claimed = await tx
    .insert(idempotencyKeys)
    .values({
      merchantId: merchantOf(ctx),
      endpoint: call.endpoint,
      key: call.key,
      fingerprint: call.fingerprint,
      subjectId,
      createdAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (claimed.length === 0) {
    throw new AppError("request_in_progress", {
      public: "A request with this Idempotency-Key is in progress",
    });
  }
}

/**
 * What a key answered before, null when it is new. Keys older than 24 hours are forgotten.
 * Throws idempotency_key_reused when it was used with another request.
 */
export async function findAnswer(
  ctx: Context,
  tx: Tx,
  call: IdempotentCall,
): Promise<StoredAnswer | null> {
  const mine = sameCall(merchantOf(ctx), call);
  const [row] = await tx.select().from(idempotencyKeys).where(mine);
  if (!row) return null;
  if (ctx.now().getTime() - row.createdAt.getTime() > DAY_MS) {
    await tx.delete(idempotencyKeys).where(mine);
    return null;
  }
  if (Buffer.compare(row.fingerprint, call.fingerprint) !== 0) {
    throw new AppError("idempotency_key_reused", {
      public: "Idempotency-Key was already used with another request",
    });
  }
  return { subjectId: row.subjectId, status: row.status, body: row.body };
}

/**
 * Adds the answer's exact bytes to a key; makes the key when the call made nothing (a kept 4xx). The first
 * answer stands: nothing but a 202 is replaced, a refusal replaces nothing, and another request's key is let be.
 */
export async function storeAnswer(
  ctx: Context,
  tx: Tx,
  call: IdempotentCall,
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await tx
    .insert(idempotencyKeys)
    .values({
      merchantId: merchantOf(ctx),
      endpoint: call.endpoint,
      key: call.key,
      fingerprint: call.fingerprint,
      status: answer.status,
      body: answer.body,
      createdAt: ctx.now(),
    })
    .onConflictDoUpdate({
      target: [idempotencyKeys.merchantId, idempotencyKeys.endpoint, idempotencyKeys.key],
      set: { status: answer.status, body: answer.body },
      setWhere: sql`${idempotencyKeys.fingerprint} = excluded.fingerprint and excluded.status < 400
        and (${idempotencyKeys.status} is null or ${idempotencyKeys.status} = 202)`,
    });
}

function sameCall(merchantId: string, call: IdempotentCall) {
  return and(
    eq(idempotencyKeys.merchantId, merchantId),
    eq(idempotencyKeys.endpoint, call.endpoint),
    eq(idempotencyKeys.key, call.key),
  );
}

/** Forgets keys older than 24 hours, in small batches; answers how many. */
export async function forgetOldKeys(db: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - DAY_MS);
  const gone = await db.sql`
    delete from idempotency_keys where (merchant_id, endpoint, key) in (
      select merchant_id, endpoint, key from idempotency_keys where created_at < ${before.toISOString()}::timestamptz limit 1000)`;
  return gone.count;
}
