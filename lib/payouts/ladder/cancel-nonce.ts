import { and, eq, gt, inArray, ne, sql } from "drizzle-orm";
import type { Address, ChainAdapter, FeeQuote } from "@/lib/chains";
import type { Context } from "@/lib/command";
import { signingRequests } from "@/lib/db";
import {
  isResting,
  LIVE_STATES,
  type OutgoingRow,
  quoteOrNull,
  replaceAttempt,
} from "@/lib/outgoing";

/**
 * Spends the nonce of a payment that nodes refuse for good by an empty transfer from the wallet to itself: once that is
 * final the payment can never be mined, and the hold may go back.
 */
export async function cancelRefused(
  ctx: Context,
  adapter: ChainAdapter,
  refused: OutgoingRow,
  attempts: readonly OutgoingRow[],
): Promise<boolean> {
  const rests = attempts.some(
    (a) =>
      a.purpose === "withdrawal_cancel" &&
      a.replaces === refused.id &&
      a.state === "refused" &&
      isResting(a, ctx.now()),
  );
  if (rests) return false;
  const { causeId, network, nonce, rejectedReason: reason } = refused;
  ctx.log.warn({ withdrawal: causeId, network, nonce, reason }, "a refused payment is cancelled");
  return spendNonce(ctx, adapter, refused, { native: refused.maxFee, terms: refused.terms });
}

/**
 * Fills the gap that a refused request has left, where the chain waits for that nonce; the request itself is asked for
 * again later, with another one.
 */
export async function fillGap(
  ctx: Context,
  adapter: ChainAdapter,
  refused: OutgoingRow,
): Promise<boolean> {
  if (refused.nonce === null) return false;
  const next = await adapter.nextNonce(refused.fromAddress as Address);
  if (next === null || next > refused.nonce) return false;
  return spendNonce(ctx, adapter, refused, undefined);
}

/** Whether later transactions of that wallet wait behind the nonce of a request that the signer refused. */
export async function isGap(
  ctx: Context,
  { network, fromAddress, nonce }: OutgoingRow,
): Promise<boolean> {
  if (nonce === null) return false;
  const ofWallet = and(
    eq(signingRequests.network, network),
    eq(signingRequests.fromAddress, fromAddress),
  );
  const behind = await ctx.db.orm.$count(
    signingRequests,
    and(
      ofWallet,
      gt(signingRequests.nonce, nonce),
      inArray(signingRequests.state, [...LIVE_STATES]),
    ),
  );
  if (behind === 0) return false;
  const there = await ctx.db.orm.$count(
    signingRequests,
    and(ofWallet, sql`${signingRequests.nonce} = ${nonce}`, ne(signingRequests.state, "refused")),
  );
  return there === 0;
}

async function spendNonce(
  ctx: Context,
  adapter: ChainAdapter,
  at: OutgoingRow,
  outbids: FeeQuote | undefined,
): Promise<boolean> {
  const wallet = at.fromAddress as Address;
  const intent = { kind: "native", from: wallet, to: wallet, value: 0n } as const;
  const quote = await quoteOrNull(adapter, intent, outbids);
  if (quote === null) return false;
  return replaceAttempt(ctx, adapter, at, { purpose: "withdrawal_cancel", intent, quote });
}
