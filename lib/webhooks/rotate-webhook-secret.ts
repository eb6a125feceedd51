import { and, desc, eq, lte } from "drizzle-orm";
import {
  audit,
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  requireStepUp,
  transact,
} from "@/lib/command";
import { type Database, merchants, retiredWebhookSecrets, type Tx } from "@/lib/db";
import { assert, newId, newWebhookSecret } from "@/lib/kit";
import { readMerchant } from "./internal";
import { type OpenSecret, type SealSecret, webhookSecretAad } from "./secrets";

/** What a person's one-time code for a rotation is given for. */
export const SECRET_ROTATE = "webhooks.rotate-secret";
/** Of the merchant of the challenge, and of nothing else. */
export const rotateSubject = {};

const OVERLAP_MS = 24 * 3_600_000;
/** However often a merchant rotates, a request carries no more signatures than this and the newest one's. */
const MAX_RETIRED = 4;

/**
 * Gives the merchant a new webhook secret, in the clear this once; for 24 hours the old one signs beside it.
 * An Idempotency-Key is claimed with the sealed secret: `readRotatedSecret` gives the answer again, and the
 * clear text is stored nowhere. A person needs a code for it. Throws scope_missing, request_in_progress,
 * step_up_required.
 */
export async function rotateWebhookSecret(
  ctx: Context,
  sealSecret: SealSecret,
  call?: IdempotentCall,
): Promise<{ webhookSecret: string }> {
  requirePermission(ctx, "webhooks:write");
  const merchantId = merchantOf(ctx);
  const webhookSecret = newWebhookSecret();
  const sealed = sealSecret(webhookSecret, webhookSecretAad(merchantId));
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, sealed);
    const old = await readMerchant(tx, merchantId, "update");
    await requireStepUp(ctx, tx, SECRET_ROTATE, rotateSubject);
    await retire(ctx, tx, merchantId, old.webhookSecret);
    const changed = await tx
      .update(merchants)
      .set({ webhookSecret: sealed })
      .where(and(eq(merchants.id, merchantId), eq(merchants.webhookSecret, old.webhookSecret)))
      .returning({ id: merchants.id });
    assert(changed.length === 1, `the webhook secret of ${merchantId} changed under its lock`);
    await audit(ctx, tx, {
      merchantId,
      action: "webhook_secret.rotated",
      subjectKind: "merchant",
      subjectId: merchantId,
    });
    return { webhookSecret };
  });
}

async function retire(ctx: Context, tx: Tx, merchantId: string, secret: string): Promise<void> {
  const now = ctx.now();
  const mine = eq(retiredWebhookSecrets.merchantId, merchantId);
  await tx.insert(retiredWebhookSecrets).values({
    merchantId,
    id: newId(),
    secret,
    signsUntil: new Date(now.getTime() + OVERLAP_MS),
  });
  const [surplus] = await tx
    .select({ id: retiredWebhookSecrets.id })
    .from(retiredWebhookSecrets)
    .where(mine)
    .orderBy(desc(retiredWebhookSecrets.id))
    .offset(MAX_RETIRED)
    .limit(1);
  if (!surplus) return;
  await tx
    .delete(retiredWebhookSecrets)
    .where(and(mine, lte(retiredWebhookSecrets.id, surplus.id)));
}

/** The secret that a rotation made, from what its Idempotency-Key was claimed with. Throws scope_missing. */
export function readRotatedSecret(
  ctx: Context,
  sealed: string,
  openSecret: OpenSecret,
): { webhookSecret: string } {
  requirePermission(ctx, "webhooks:write");
  return { webhookSecret: openSecret(sealed, webhookSecretAad(merchantOf(ctx))) };
}

/** Drops rotated secrets whose overlap is over; answers how many. */
export async function dropRetiredSecrets(db: Database): Promise<number> {
  const gone = await db.sql`delete from retired_webhook_secrets where signs_until <= now()`;
  return gone.count;
}
