import {
  type Address,
  type ChainAdapter,
  type FeeQuote,
  type Intent,
  maxFeeOf,
  WouldRevertError,
} from "@/lib/chains";
import { type Context, transact } from "@/lib/command";
import type { Tx } from "@/lib/db";
import { listAttempts, prepareTransaction, requestSignature } from "@/lib/outgoing";
import { auditWithdrawal } from "@/lib/payouts/internal";
import { changeWithdrawal, lockWithdrawal } from "@/lib/payouts/rows";
import type { WithdrawalRow } from "@/lib/records";
import { blockWithdrawals, RETRY_MS } from "./block";
import { fail, PAYMENT_PURPOSES, stepUnderLock } from "./steps";
import { lockWallet, type PayingWallet, readLiquidity } from "./wallet";

export type SignOutcome =
  | { readonly kind: "asked" | "failed" | "blocked" | "taken" }
  /** The wallet has less native coin left than the transfer needs (wei or sun). */
  | { readonly kind: "gas"; readonly needed: bigint };

/** Native coin that a wallet has left, as it is used up in one round. */
export interface Till {
  spare: bigint;
}

/**
 * Asks for the signature that pays a withdrawal: of an approved one the first, of a sent or included one another,
 * when all before can't be mined any more. What the chain would refuse fails instead, while nothing is signed.
 */
export async function signWithdrawal(
  ctx: Context,
  adapter: ChainAdapter,
  row: WithdrawalRow,
  wallet: PayingWallet,
  till: Till,
): Promise<SignOutcome> {
  const intent: Intent = {
    kind: "token",
    from: wallet.address,
    to: row.toAddress as Address,
    value: row.netUnits,
  };
  let quote: FeeQuote;
  try {
    quote = await adapter.quote(intent);
  } catch (error) {
    if (!(error instanceof WouldRevertError)) throw error;
    return whenRefused(ctx, adapter, row, intent, error.reason);
  }
  if (till.spare < quote.native) return { kind: "gas", needed: quote.native };
  const prepared = await prepareTransaction(adapter, intent, quote);
  const asked = await transact(ctx, async (tx) => {
    await lockWallet(tx, wallet);
    const now = await lockUnpaid(ctx, tx, row);
    if (!now) return false;
    // Of one that is sent already the liquidity is set aside.
    const isFirst = now.state === "approved";
    if (isFirst && (await readLiquidity(tx, wallet)) < now.netUnits) return false;
    const attempt = await requestSignature(
      ctx,
      tx,
      adapter,
      {
        purpose: "withdrawal",
        causeId: now.id,
        merchantId: now.merchantId,
        path: { purpose: "merchant", index: wallet.pathIndex },
      },
      prepared,
    );
    const change = { blockedReason: null, retryAt: null } as const;
    const sent = await changeWithdrawal(tx, now, isFirst ? { ...change, state: "sent" } : change);
    const action = isFirst ? "sent" : "signed_anew";
    await auditWithdrawal(ctx, tx, sent, `${sent.type}.${action}`, { attempt });
    return true;
  });
  if (!asked) return { kind: "taken" };
  till.spare -= maxFeeOf(quote);
  return { kind: "asked" };
}

/** The row under its lock when no attempt of it may be mined; null when another worker was quicker. */
async function lockUnpaid(
  ctx: Context,
  tx: Tx,
  seen: WithdrawalRow,
): Promise<WithdrawalRow | null> {
  if (seen.state !== "approved") {
    const now = await stepUnderLock(tx, seen);
    if (now?.step.kind === "sign") return now.row;
    return now?.step.kind === "rest" && now.step.until <= ctx.now() ? now.row : null;
  }
  const now = await lockWithdrawal(tx, seen);
  if (now?.state !== "approved") return null;
  const attempts = await listAttempts(tx, PAYMENT_PURPOSES, [now.id]);
  return attempts.length === 0 ? now : null;
}

/**
 * The contract would refuse it. Where the tokens lie on the wallet that is a verdict on this payment; where they do
 * not, something took them that the books don't know: it waits, for a withdrawal never fails for want of liquidity.
 */
async function whenRefused(
  ctx: Context,
  adapter: ChainAdapter,
  row: WithdrawalRow,
  intent: Intent,
  reason: string,
): Promise<SignOutcome> {
  const facts = { withdrawal: row.id, network: row.network, reason };
  const isShort = (await adapter.tokenBalance(intent.from, "latest")) < intent.value;
  if (isShort || row.completedAt !== null || /balance short/i.test(reason)) {
    ctx.log.warn(facts, "a withdrawal is blocked");
    const told = isShort ? "the wallet holds less than the books say" : reason;
    await blockWithdrawals(ctx, [row], told, RETRY_MS);
    return { kind: "blocked" };
  }
  const failed = await transact(ctx, async (tx) => {
    const now = await lockUnpaid(ctx, tx, row);
    if (!now) return false;
    await fail(ctx, tx, now, reason);
    return true;
  });
  if (failed) ctx.log.warn(facts, "the chain refuses a withdrawal");
  return { kind: failed ? "failed" : "taken" };
}
