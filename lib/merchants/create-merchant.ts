import { type Context, requirePermission, transact } from "@/lib/command";
import { apiKeys } from "@/lib/db";
import { newId } from "@/lib/kit";
import { type InsertedMerchant, insertMerchant, type NewMerchant } from "./insert-merchant";

export interface CreateMerchantInput extends NewMerchant {
  /** Of the first API key and its secret; what they are made of is the caller's affair. */
  readonly apiKeyHash: Uint8Array;
  /** The beginning of the key that lists may show. */
  readonly apiKeyPrefix: string;
  readonly apiSecretHash: Uint8Array;
}

export interface CreatedMerchant extends InsertedMerchant {
  readonly name: string;
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
  return transact(ctx, async (tx) => {
    const made = await insertMerchant(ctx, tx, merchantId, input);
    await tx.insert(apiKeys).values({
      merchantId,
      id: newId(),
      keyHash: input.apiKeyHash,
      secretHash: input.apiSecretHash,
      prefix: input.apiKeyPrefix,
      createdAt: ctx.now(),
    });
    return { ...made, name: input.name };
  });
}
