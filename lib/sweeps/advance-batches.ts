import type { ChainAdapter } from "@/lib/chains";
import { type Context, requirePermission } from "@/lib/command";
import { endBatches } from "./end-batches";
import { planBatches } from "./plan-batches";

/**
 * Sweeps several deposit addresses in one transaction where the chain can and where it is cheaper: ends the batches that
 * are over, then makes new ones of what is due. Answers how much moved. What it leaves is swept one by one.
 */
export async function advanceBatches(ctx: Context, adapter: ChainAdapter): Promise<number> {
  requirePermission(ctx, "jobs");
  const ended = await endBatches(ctx, adapter);
  return ended + (await planBatches(ctx, adapter));
}
