import { sql } from "drizzle-orm";
import { audit, type Context } from "@/lib/command";
import { merchantCounters, merchants, type Tx } from "@/lib/db";
import { newClientId, newWebhookSecret, present } from "@/lib/kit";
import { DEFAULT_FEE_TIERS } from "./fees";

export interface NewMerchant {
  readonly name: string;
  readonly webhookUrl: string | null;
  /** Seals a secret at rest; `aad` says whose it is. */
  readonly sealSecret: (plaintext: string, aad: string) => string;
}

export interface InsertedMerchant {
  readonly merchantId: string;
  readonly clientId: string;
  /** Counts merchants from 1; part of invoice numbers and of the wallet's derivation path. */
  readonly number: number;
  /** In the clear, this once. */
  readonly webhookSecret: string;
}

/** Writes a merchant with default settings, its counter, and who made it; a part of the caller's transaction. */
export async function insertMerchant(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  input: NewMerchant,
): Promise<InsertedMerchant> {
  const { name, webhookUrl } = input;
  const clientId = newClientId();
  const webhookSecret = newWebhookSecret();
  const number = await insertNumbered(tx, {
    id: merchantId,
    clientId,
    name,
    webhookUrl,
    webhookSecret: input.sealSecret(webhookSecret, `webhook-secret:${merchantId}`),
    feeTiers: DEFAULT_FEE_TIERS,
    createdAt: ctx.now(),
  });
  await tx.insert(merchantCounters).values({ merchantId });
  await audit(ctx, tx, {
    merchantId,
    action: "merchant.created",
    subjectKind: "merchant",
    subjectId: merchantId,
    data: { number, name, clientId },
  });
  return { merchantId, clientId, number, webhookSecret };
}

/** The next number without a gap. Whoever loses it to a concurrent insert waits for that one's end and looks again. */
async function insertNumbered(
  tx: Tx,
  row: Omit<typeof merchants.$inferInsert, "number">,
): Promise<number> {
  for (;;) {
    const [last] = await tx.execute<{ number: number }>(
      sql`select last_merchant_number() as number`,
    );
    const number = present(last, "the last number").number + 1;
    const made = await tx
      .insert(merchants)
      .values({ ...row, number })
      .onConflictDoNothing({ target: merchants.number })
      .returning({ number: merchants.number });
    if (made.length > 0) return number;
  }
}
