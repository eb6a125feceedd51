import { and, eq, ne, sql } from "drizzle-orm";
import type { ChainAdapter, FeeQuote, Intent } from "@/lib/chains";
import { type Context, transact } from "@/lib/command";
import { type SigningPurpose, signingRequests, type Tx, walletNonces } from "@/lib/db";
import { present } from "@/lib/kit";
import type { OutgoingRow } from "./attempts";
import { insertRequest } from "./request-signature";

export interface Replacement {
  readonly purpose: SigningPurpose;
  readonly intent: Intent;
  /** Terms that outbid those of the attempt it replaces. */
  readonly quote: FeeQuote;
}

/**
 * Asks for another transaction at the nonce of an attempt, of which the chain then takes one. False when that
 * attempt has moved on, or another took its place already.
 */
export async function replaceAttempt(
  ctx: Context,
  adapter: ChainAdapter,
  replaced: OutgoingRow,
  { purpose, intent, quote }: Replacement,
): Promise<boolean> {
  const nonce = present(replaced.nonce, "the nonce");
  const unsigned = await adapter.build(intent, quote, nonce);
  return transact(ctx, async (tx) => {
    if (!(await mayBeReplaced(tx, replaced))) return false;
    await insertRequest(ctx, tx, replaced.network, {
      purpose,
      causeId: replaced.causeId,
      merchantId: replaced.merchantId,
      path: { purpose: replaced.pathPurpose, index: replaced.pathIndex },
      intent,
      quote,
      unsigned,
      replaces: replaced.id,
    });
    return true;
  });
}

async function mayBeReplaced(tx: Tx, replaced: OutgoingRow): Promise<boolean> {
  const { id, network, fromAddress, nonce } = replaced;
  if (replaced.state === "refused") {
    // Under the lock that allocates nonces: nobody else takes the gap at this moment.
    await tx
      .select({ next: walletNonces.nextNonce })
      .from(walletNonces)
      .where(and(eq(walletNonces.network, network), eq(walletNonces.address, fromAddress)))
      .for("update");
  }
  const [now] = await tx
    .select({ state: signingRequests.state, height: signingRequests.includedHeight })
    .from(signingRequests)
    .where(eq(signingRequests.id, id))
    .for("update");
  if (!now || now.state !== replaced.state || now.height !== null) return false;
  const taken = await tx.$count(
    signingRequests,
    and(
      ne(signingRequests.state, "refused"),
      replaced.state === "refused"
        ? and(
            eq(signingRequests.network, network),
            eq(signingRequests.fromAddress, fromAddress),
            sql`${signingRequests.nonce} = ${nonce}`,
          )
        : eq(signingRequests.replaces, id),
    ),
  );
  return taken === 0;
}
