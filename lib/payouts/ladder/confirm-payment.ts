import type { ChainAdapter, Hash } from "@/lib/chains";
import { type Context, transact } from "@/lib/command";
import { formatAmount, present } from "@/lib/kit";
import type { OutgoingRow } from "@/lib/outgoing";
import { auditWithdrawal } from "@/lib/payouts/internal";
import { changeWithdrawal, lockWithdrawal } from "@/lib/payouts/rows";
import type { WithdrawalRow } from "@/lib/records";
import { RETRY_MS } from "./block";
import { deliveryOf } from "./delivery";
import type { LadderStep } from "./state";
import { takeStep } from "./steps";

type PaidStep = Extract<LadderStep, { kind: "include" | "settle" }>;

export const NOTHING_MOVED = "the chain says that it succeeded, but no tokens moved";

/**
 * Tells or books a payment when its own transfer stands in its receipt. One without it is halted: it is neither told
 * nor booked nor paid again, its hold stays, and its receipt is read again from time to time, should a node have lied.
 */
export async function confirmPayment(
  ctx: Context,
  adapter: ChainAdapter,
  row: WithdrawalRow,
  step: PaidStep,
  attempts: readonly OutgoingRow[],
): Promise<boolean> {
  const isHalted = row.blockedReason === NOTHING_MOVED;
  if (isHalted && row.retryAt !== null && row.retryAt > ctx.now()) return false;
  const attempt = attempts.find(({ txHash }) => txHash === step.txHash);
  const { fromAddress: from } = present(attempt, "the attempt that paid");
  const receipt = await adapter.receipt(step.txHash as Hash);
  const asked = { final: step.kind === "settle" };
  const delivery = deliveryOf(receipt, { from, to: row.toAddress }, asked);
  switch (delivery.kind) {
    case "unknown":
      return false;
    case "nothing":
      await halt(ctx, row, step.txHash);
      return false;
    case "paid": {
      const taken = await takeStep(ctx, row, step.kind, step.txHash);
      if (taken && asked.final && delivery.received < row.netUnits) {
        const amounts = {
          sent: formatAmount(row.netUnits),
          received: formatAmount(delivery.received),
        };
        const facts = { withdrawal: row.id, network: row.network, ...amounts };
        ctx.log.warn(facts, "the token took a fee of a payment");
      }
      return taken;
    }
  }
}

/** Nothing else is decided about it, so that a person can: loud once, then silent. */
async function halt(ctx: Context, seen: WithdrawalRow, txHash: string): Promise<void> {
  const isNew = await transact(ctx, async (tx) => {
    const row = await lockWithdrawal(tx, seen);
    if (row?.state !== seen.state) return false;
    const retryAt = new Date(ctx.now().getTime() + RETRY_MS);
    const halted = await changeWithdrawal(tx, row, { blockedReason: NOTHING_MOVED, retryAt });
    if (row.blockedReason === NOTHING_MOVED) return false;
    await auditWithdrawal(ctx, tx, halted, `${row.type}.halted`, { txHash, reason: NOTHING_MOVED });
    return true;
  });
  if (!isNew) return;
  const facts = { withdrawal: seen.id, network: seen.network, txHash };
  ctx.log.error(facts, "a payment that succeeded moved no tokens: it is halted");
}
