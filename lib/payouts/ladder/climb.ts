import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { ChainAdapter } from "@/lib/chains";
import type { Context } from "@/lib/command";
import { withdrawals } from "@/lib/db";
import { present } from "@/lib/kit";
import { eachOfMany, isLive, listAttempts, type OutgoingRow } from "@/lib/outgoing";
import type { WithdrawalRow } from "@/lib/records";
import { blockWithdrawals, RETRY_MS } from "./block";
import { cancelRefused, fillGap, isGap } from "./cancel-nonce";
import { confirmPayment } from "./confirm-payment";
import { fundWallet } from "./fund-wallet";
import { readSpareGas } from "./purse";
import { signWithdrawal } from "./sign-withdrawal";
import { type LadderStep, nextStep } from "./state";
import { attemptsOf, PAYMENT_PURPOSES, takeStep } from "./steps";
import { findPayingWallet } from "./wallet";

const BATCH = 200;

/** Takes every withdrawal whose signature was asked for one step further; answers how many moved. */
export async function climb(ctx: Context, adapter: ChainAdapter): Promise<number> {
  let moved = 0;
  let failure: unknown = null;
  for (let after: string | null = null; ; ) {
    const rows: WithdrawalRow[] = await ctx.db.orm
      .select()
      .from(withdrawals)
      .where(
        and(
          eq(withdrawals.network, adapter.network),
          inArray(withdrawals.state, ["sent", "included"]),
          after === null ? undefined : gt(withdrawals.id, after),
        ),
      )
      .orderBy(asc(withdrawals.id))
      .limit(BATCH);
    const ids = rows.map((row) => row.id);
    const attempts = await listAttempts(ctx.db.orm, PAYMENT_PURPOSES, ids);
    const of = (row: WithdrawalRow) => attempts.filter((attempt) => attempt.causeId === row.id);
    try {
      moved += await eachOfMany(rows, (row) => advance(ctx, adapter, row, of(row)));
    } catch (error) {
      failure ??= error;
    }
    after = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) break;
  }
  if (failure !== null) throw failure;
  return moved;
}

async function advance(
  ctx: Context,
  adapter: ChainAdapter,
  row: WithdrawalRow,
  attempts: readonly OutgoingRow[],
): Promise<boolean> {
  const state = row.state === "included" ? "included" : "sent";
  const step = nextStep({ ...row, state }, attemptsOf(attempts));
  switch (step.kind) {
    case "wait":
      return topUp(ctx, adapter, row, attempts);
    case "note":
    case "fail":
      return takeStep(ctx, row, step.kind);
    case "include":
    case "settle":
      return confirmPayment(ctx, adapter, row, step, attempts);
    case "cancel": {
      const refused = attempts.find((attempt) => attempt.id === step.attempt);
      return cancelRefused(ctx, adapter, present(refused, "the refused attempt"), attempts);
    }
    case "sign":
      return signAnew(ctx, adapter, row);
    case "rest":
    case "abandon":
      return rest(ctx, adapter, row, step, attempts);
  }
}

async function rest(
  ctx: Context,
  adapter: ChainAdapter,
  row: WithdrawalRow,
  { kind, reason, until }: Extract<LadderStep, { kind: "rest" | "abandon" }>,
  attempts: readonly OutgoingRow[],
): Promise<boolean> {
  const isOver = until <= ctx.now();
  if (isOver && kind === "rest") return signAnew(ctx, adapter, row);
  await blockWithdrawals(ctx, [row], reason, null);
  const refused = attempts.filter((attempt) => attempt.state === "refused").at(-1);
  if (refused?.purpose === "withdrawal" && (await isGap(ctx, refused))) {
    return fillGap(ctx, adapter, refused);
  }
  return isOver && takeStep(ctx, row, "abandon");
}

async function signAnew(ctx: Context, adapter: ChainAdapter, row: WithdrawalRow): Promise<boolean> {
  if (row.retryAt !== null && row.retryAt > ctx.now()) return false;
  const wallet = await findPayingWallet(ctx.db.orm, row.network, row.merchantId);
  const paying = present(wallet, "the merchant's wallet");
  const spare = await readSpareGas(ctx, adapter, paying);
  const outcome = await signWithdrawal(ctx, adapter, row, paying, { spare });
  if (outcome.kind !== "gas") return outcome.kind === "asked" || outcome.kind === "failed";
  const funding = await fundWallet(ctx, adapter, paying, outcome.needed - spare);
  const reason = funding.kind === "short" ? funding.reason : "waits for gas";
  await blockWithdrawals(ctx, [row], reason, funding.kind === "short" ? RETRY_MS : null);
  return funding.kind === "asked";
}

/** A replacement at a higher fee may need more gas than the wallet was given for the first. */
async function topUp(
  ctx: Context,
  adapter: ChainAdapter,
  row: WithdrawalRow,
  attempts: readonly OutgoingRow[],
): Promise<boolean> {
  const isPoor = attempts.some(
    (attempt) => isLive(attempt) && /insufficient|not sufficient/i.test(attempt.lastError ?? ""),
  );
  if (!isPoor || (row.retryAt !== null && row.retryAt > ctx.now())) return false;
  const wallet = await findPayingWallet(ctx.db.orm, row.network, row.merchantId);
  const paying = present(wallet, "the merchant's wallet");
  const spare = await readSpareGas(ctx, adapter, paying);
  if (spare >= 0n) return false;
  const funding = await fundWallet(ctx, adapter, paying, -spare);
  if (funding.kind === "short") await blockWithdrawals(ctx, [row], funding.reason, RETRY_MS);
  return funding.kind === "asked";
}
