import type { WireWithdrawal } from "@/lib/api";
import { TEXTS } from "@/lib/api";
import {
  type Context,
  merchantOf,
  requirePermission,
  requireStepUp,
  type StepUpSubject,
  transact,
} from "@/lib/command";
import { type Tx, withdrawalApprovals } from "@/lib/db";
import { AppError, assert } from "@/lib/kit";
import type { WithdrawalRow } from "@/lib/records";
import { type ApprovalWord, askerOf, readApprovals, toldDecision } from "./approvers";
import { auditWithdrawal, readRules, readWithdrawal, viewOf } from "./internal";
import { decideApproval, peopleNeeded } from "./people-state";
import { changeWithdrawal } from "./rows";
import { judge } from "./state";

export const WITHDRAWAL_APPROVE = "withdrawal.approve";
/** What people decide on: a user's withdrawal, and a colleague's payout. */
export const DECIDED = ["withdrawal", "payout"] as const;

/** The facts that a person reads before they let money go. */
export type ShownRequest = Pick<
  WithdrawalRow,
  "id" | "network" | "walletAddress" | "amountUnits" | "feeUnits" | "netUnits" | "revision"
>;

/** What a one-time code for an approval is given for. */
export function approvalSubject(shown: ShownRequest): StepUpSubject {
  return {
    withdrawalId: shown.id,
    network: shown.network,
    address: shown.walletAddress,
    amount: shown.amountUnits.toString(),
    fee: shown.feeUnits.toString(),
    net: shown.netUnits.toString(),
    revision: shown.revision.toString(),
  };
}

export interface Approval {
  readonly withdrawal: WireWithdrawal;
  /** Waiting: the word is recorded, and another person's is needed. */
  readonly outcome: "released" | "waiting";
  readonly approvals: readonly ApprovalWord[];
}

/**
 * A person lets a user's withdrawal or a colleague's payout go, by a one-time code for exactly that. From the merchant's
 * four-eyes sum on it takes two people, neither of them who asked for it or made the API key that did: the first word is
 * recorded, the second releases. The same person's word again changes nothing. Throws scope_missing (also: not by who
 * asked), not_found, invalid_state (names who was first), step_up_required.
 */
export async function approveRequest(
  ctx: Context,
  input: { readonly withdrawalId: string },
): Promise<Approval> {
  requirePermission(ctx, "withdrawals:approve");
  return transact(ctx, (tx) => approveOne(ctx, tx, input.withdrawalId, "ask"));
}

/** One approval in the caller's transaction. `spent`: its code was given for the whole set, and is spent. */
export async function approveOne(
  ctx: Context,
  tx: Tx,
  withdrawalId: string,
  code: "ask" | "spent",
): Promise<Approval> {
  const merchantId = merchantOf(ctx);
  const { actor } = ctx;
  assert(actor.kind === "user", "people approve by this verb");
  const before = await readWithdrawal(tx, merchantId, withdrawalId, "update", DECIDED);
  await requireWaiting(tx, before, TEXTS.notApprovable);
  const { fourEyesAbove } = await readRules(tx, merchantId);
  const said = (await readApprovals(tx, merchantId, [before.id])).get(before.id) ?? [];
  const decision = decideApproval(
    {
      type: before.type === "payout" ? "payout" : "withdrawal",
      amount: before.amountUnits,
      fourEyesAbove,
      askedBy: await askerOf(tx, before),
      approvedBy: said.map((word) => word.userId),
    },
    actor.id,
  );
  if (decision === "not_by_asker") throw notByAsker(before);
  if (decision === "approved_before") return answer(tx, before, "waiting");
  if (code === "ask") await requireStepUp(ctx, tx, WITHDRAWAL_APPROVE, approvalSubject(before));
  await tx
    .insert(withdrawalApprovals)
    .values({ merchantId, withdrawalId: before.id, userId: actor.id, at: ctx.now() })
    .onConflictDoNothing();
  const needed = peopleNeeded(before.amountUnits, fourEyesAbove);
  if (decision === "recorded") {
    await auditWithdrawal(ctx, tx, before, `${before.type}.approval_recorded`, { needed });
    return answer(tx, before, "waiting");
  }
  const row = await changeWithdrawal(tx, before, { state: "approved", approvedAt: ctx.now() });
  const by = [...new Set([...said.map((word) => word.userId), actor.id])];
  await auditWithdrawal(ctx, tx, row, `${row.type}.approved`, { by });
  return answer(tx, row, "released");
}

/** Throws invalid_state, with the name of who decided first where that is known. */
export async function requireWaiting(tx: Tx, row: WithdrawalRow, text: string): Promise<void> {
  if (judge(row.state, "approve") !== null) return;
  throw new AppError("invalid_state", { public: (await toldDecision(tx, row)) ?? text });
}

function notByAsker({ type }: WithdrawalRow): AppError {
  const text =
    type === "payout"
      ? "A payout of this size is approved by somebody other than who made it"
      : "A withdrawal of this size is approved by somebody other than who made the API key that asked for it";
  return new AppError("scope_missing", { public: text });
}

async function answer(tx: Tx, row: WithdrawalRow, outcome: Approval["outcome"]): Promise<Approval> {
  const approvals = (await readApprovals(tx, row.merchantId, [row.id])).get(row.id) ?? [];
  return { withdrawal: viewOf(row), outcome, approvals };
}
