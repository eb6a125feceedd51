import { and, asc, eq, isNull, lte, or, sql } from "drizzle-orm";
import { type ChainAdapter, ChainUnavailableError } from "@/lib/chains";
import type { Context } from "@/lib/command";
import { withdrawals } from "@/lib/db";
import { eachOfMany } from "@/lib/outgoing";
import type { WithdrawalRow } from "@/lib/records";
import { blockShort, blockWithdrawals, RETRY_MS } from "./block";
import { fundWallet, isFunding } from "./fund-wallet";
import { readSpareGas } from "./purse";
import { signWithdrawal } from "./sign-withdrawal";
import { findPayingWallet, type PayingWallet, readLiquidity } from "./wallet";

/** Of one wallet in one round; the rest has its turn in the next, which follows at once. */
const BATCH = 100;
/** Gas is sent for so many transfers at most, within what the signer lets one transaction carry. */
const MOST_FUNDED = 10n;

/**
 * Asks for the signatures of approved withdrawals, each wallet's in the order they were made, as far as its tokens
 * and its gas go. One that is too large is passed by a later one that fits. Answers how many moved.
 */
export async function startWaiting(ctx: Context, adapter: ChainAdapter): Promise<number> {
  const merchants = await ctx.db.orm
    .selectDistinct({ id: withdrawals.merchantId })
    .from(withdrawals)
    .where(waiting(ctx, adapter));
  let moved = 0;
  await eachOfMany(merchants, async ({ id }) => {
    moved += await startOfMerchant(ctx, adapter, id);
    return true;
  });
  return moved;
}

function waiting(ctx: Context, { network }: ChainAdapter) {
  return and(
    eq(withdrawals.network, network),
    eq(withdrawals.state, "approved"),
    or(isNull(withdrawals.retryAt), lte(withdrawals.retryAt, ctx.now())),
  );
}

async function startOfMerchant(
  ctx: Context,
  adapter: ChainAdapter,
  merchantId: string,
): Promise<number> {
  const wallet = await findPayingWallet(ctx.db.orm, adapter.network, merchantId);
  if (!wallet) return 0;
  const liquidity = await readLiquidity(ctx.db.orm, wallet);
  await blockShort(ctx, wallet, liquidity);
  const rows = await ctx.db.orm
    .select()
    .from(withdrawals)
    .where(
      and(
        waiting(ctx, adapter),
        eq(withdrawals.merchantId, merchantId),
        sql`${withdrawals.netUnits} <= ${liquidity.toString()}::bigint`,
      ),
    )
    .orderBy(asc(withdrawals.createdAt), asc(withdrawals.id))
    .limit(BATCH);
  if (rows.length === 0 || (await isFunding(ctx, wallet))) return 0;
  return signEach(ctx, adapter, wallet, rows, liquidity);
}

/** One that fails delays none of the others; the first failure is thrown at the end. */
async function signEach(
  ctx: Context,
  adapter: ChainAdapter,
  wallet: PayingWallet,
  rows: readonly WithdrawalRow[],
  liquidity: bigint,
): Promise<number> {
  const till = { spare: await readSpareGas(ctx, adapter, wallet) };
  let left = liquidity;
  let moved = 0;
  let failure: unknown = null;
  for (const [at, row] of rows.entries()) {
    if (row.netUnits > left) continue;
    try {
      const outcome = await signWithdrawal(ctx, adapter, row, wallet, till);
      if (outcome.kind === "gas") {
        const rest = rows.slice(at).filter((other) => other.netUnits <= left);
        moved += await waitForGas(ctx, adapter, wallet, rest, outcome.needed, till.spare);
        break;
      }
      if (outcome.kind === "asked") left -= row.netUnits;
      if (outcome.kind === "asked" || outcome.kind === "failed") moved += 1;
    } catch (error) {
      failure ??= error;
      if (error instanceof ChainUnavailableError) break;
    }
  }
  if (failure !== null) throw failure;
  return moved;
}

/** Short gas is the operator's affair: it is told, and tried again; no withdrawal fails for it. */
async function waitForGas(
  ctx: Context,
  adapter: ChainAdapter,
  wallet: PayingWallet,
  rows: readonly WithdrawalRow[],
  needed: bigint,
  spare: bigint,
): Promise<number> {
  const count = BigInt(rows.length) < MOST_FUNDED ? BigInt(rows.length) : MOST_FUNDED;
  const funding = await fundWallet(ctx, adapter, wallet, needed * count - spare);
  const isShort = funding.kind === "short";
  const reason = isShort ? funding.reason : "waits for gas";
  await blockWithdrawals(ctx, rows, reason, isShort ? RETRY_MS : null);
  return funding.kind === "asked" ? 1 : 0;
}
