import { and, eq, sql } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { withdrawals } from "@/lib/db";
import type { WithdrawalRow } from "@/lib/records";

/** What waits for something outside is looked at again after so long. */
export const RETRY_MS = 15_000;

/**
 * Says why withdrawals wait, for whoever looks at them, and rests them if asked. Nothing of theirs is decided by it, so
 * no lock is needed.
 */
export async function blockWithdrawals(
  ctx: Context,
  rows: readonly WithdrawalRow[],
  reason: string,
  restMs: number | null,
): Promise<void> {
  const text = reason.slice(0, 300);
  const retryAt = restMs === null ? null : new Date(ctx.now().getTime() + restMs);
  for (const row of rows) {
    if (row.blockedReason === text && retryAt === null && row.retryAt === null) continue;
    await ctx.db.orm
      .update(withdrawals)
      .set({ blockedReason: text, retryAt })
      .where(
        and(
          eq(withdrawals.merchantId, row.merchantId),
          eq(withdrawals.id, row.id),
          eq(withdrawals.state, row.state),
        ),
      );
  }
}

/** Those that are too large for what the wallet may sign for now. */
export async function blockShort(
  ctx: Context,
  wallet: { readonly merchantId: string; readonly network: WithdrawalRow["network"] },
  liquidity: bigint,
): Promise<void> {
  const reason = "waits for money on its way to the merchant's wallet";
  await ctx.db.orm
    .update(withdrawals)
    .set({ blockedReason: reason })
    .where(
      and(
        eq(withdrawals.merchantId, wallet.merchantId),
        eq(withdrawals.network, wallet.network),
        eq(withdrawals.state, "approved"),
        sql`${withdrawals.netUnits} > ${liquidity.toString()}::bigint`,
        sql`${withdrawals.blockedReason} is distinct from ${reason}`,
      ),
    );
}
