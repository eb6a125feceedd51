import { max } from "drizzle-orm";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { apiKeys, merchantCounters, merchants, type Tx } from "@/lib/db";
import { newClientId, newId, newWebhookSecret } from "@/lib/kit";
import { DEFAULT_FEE_TIERS } from "./fees";

export interface CreateMerchantInput {
  readonly name: string;
  readonly webhookUrl: string | null;
  /** Of the first API key and its secret; what they are made of is the caller's affair. */
  readonly apiKeyHash: Uint8Array;
  /** The beginning of the key that lists may show. */
  readonly apiKeyPrefix: string;
  readonly apiSecretHash: Uint8Array;
  /** Seals a secret at rest; `aad` says whose it is. */
  readonly sealSecret: (plaintext: string, aad: string) => string;
}

export interface CreatedMerchant {
  readonly merchantId: string;
  readonly clientId: string;
  /** Counts merchants from 1; part of invoice numbers and of the wallet's derivation path. */
  readonly number: number;
  readonly name: string;
  /** In the clear, this once. */
  readonly webhookSecret: string;
}

/**
 * Makes a merchant with default settings, its counter and its first API key, which has every scope; for the
 * operator and for jobs. Throws scope_missing.
 */
export async function createMerchant(
  ctx: Context,
  input: CreateMerchantInput,
): Promise<CreatedMerchant> {
  requirePermission(ctx, ctx.permissions.has("operator") ? "operator" : "jobs");
  const merchantId = newId();
  const clientId = newClientId();
  const webhookSecret = newWebhookSecret();
  return transact(ctx, async (tx) => {
    const number = await insertNumbered(tx, {
      id: merchantId,
      clientId,
      name: input.name,
      webhookUrl: input.webhookUrl,
      webhookSecret: input.sealSecret(webhookSecret, `webhook-secret:${merchantId}`),
      feeTiers: DEFAULT_FEE_TIERS,
      createdAt: ctx.now(),
    });
    await tx.insert(merchantCounters).values({ merchantId });
    await tx.insert(apiKeys).values({
      merchantId,
      id: newId(),
      keyHash: input.apiKeyHash,
      secretHash: input.apiSecretHash,
      prefix: input.apiKeyPrefix,
      createdAt: ctx.now(),
    });
    await audit(ctx, tx, {
      merchantId,
      action: "merchant.created",
      subjectKind: "merchant",
      subjectId: merchantId,
      data: { number, name: input.name, clientId },
    });
    return { merchantId, clientId, number, name: input.name, webhookSecret };
  });
}

/** The next number without a gap. Whoever loses it to a concurrent insert waits for that one's end and looks again. */
async function insertNumbered(
  tx: Tx,
  row: Omit<typeof merchants.$inferInsert, "number">,
): Promise<number> {
  for (;;) {
    const [last] = await tx.select({ number: max(merchants.number) }).from(merchants);
    const number = (last?.number ?? 0) + 1;
    const made = await tx
      .insert(merchants)
      .values({ ...row, number })
      .onConflictDoNothing({ target: merchants.number })
      .returning({ number: merchants.number });
    if (made.length > 0) return number;
  }
}
