import { sql } from "drizzle-orm";
import type { Address, ChainAdapter, Intent } from "@/lib/chains";
import { audit, type Context, transact } from "@/lib/command";
import {
  findLatestRequest,
  GAS_PATH,
  isLive,
  isResting,
  listAttempts,
  prepareTransaction,
  quoteOrNull,
  requestSignature,
} from "@/lib/outgoing";
import { isWorthDeploying } from "./choose";
import type { SweepRow } from "./write-sweep";

/** Fewer never pay for it, so nothing is asked of a node. */
const LEAST_SWEEPS = 5;

/**
 * Asks for the contract through which this merchant's sweeps can be batched, once so many sweeps would have paid for
 * it. Its cause is the merchant: whatever happens, one such request is under way at a time.
 */
export async function considerDeployment(
  ctx: Context,
  adapter: ChainAdapter,
  operator: Address,
  sweep: SweepRow,
  sweepsLately: number,
): Promise<void> {
  if (sweepsLately < LEAST_SWEEPS) return;
  const last = await findLatestRequest(ctx, "delegate_deployment", sweep.merchantId);
  if (last && (isLive(last) || isResting(last, ctx.now()))) return;
  const treasury = sweep.toAddress as Address;
  const intent: Intent = { kind: "deploy_delegate", from: operator, to: treasury, value: 0n };
  const quote = await quoteOrNull(adapter, intent);
  const plain = await quoteOrNull(adapter, {
    kind: "token",
    from: sweep.fromAddress as Address,
    to: treasury,
    value: sweep.amountUnits,
  });
  if (
    !quote ||
    !plain ||
    !isWorthDeploying({ deploy: quote.native, plain: plain.native }, sweepsLately)
  )
    return;
  const prepared = await prepareTransaction(adapter, intent, quote);
  const { merchantId, network } = sweep;
  await transact(ctx, async (tx) => {
    // Two workers may have come to it at once; the second finds the first one's request.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${merchantId}, 12))`);
    const attempts = await listAttempts(tx, ["delegate_deployment"], [merchantId]);
    if (attempts.some(isLive) || attempts.length !== (last?.attempt ?? 0)) return;
    const path = GAS_PATH;
    const request = {
      purpose: "delegate_deployment",
      causeId: merchantId,
      merchantId,
      path,
    } as const;
    await requestSignature(ctx, tx, adapter, request, prepared);
    await audit(ctx, tx, {
      merchantId,
      action: "sweep_delegate.requested",
      subjectKind: "merchant",
      subjectId: merchantId,
      data: { network, treasury },
    });
  });
}
