import type { ChainAdapter } from "@/lib/chains";
import { type Context, requirePermission } from "@/lib/command";
import { climb } from "./climb";
import { advanceFundings } from "./fund-wallet";
import { startWaiting } from "./start-waiting";

/**
 * Takes every withdrawal, payout and fee settlement of a network one step further: approved → sent → included →
 * settled, or failed. Any number of workers may do it at once. One that fails delays no other; the first failure is
 * thrown at the end. Answers how many moved.
 */
export async function advanceWithdrawals(ctx: Context, adapter: ChainAdapter): Promise<number> {
  requirePermission(ctx, "jobs");
  let moved = 0;
  let failure: unknown = null;
  for (const part of [climb, advanceFundings, startWaiting]) {
    try {
      moved += await part(ctx, adapter);
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== null) throw failure;
  return moved;
}
