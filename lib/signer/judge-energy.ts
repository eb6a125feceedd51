import type { StakeOrderKind } from "@/lib/db";
import type { CauseFacts, CauseRefusal, LoanFacts, SigningRequestRow, Verdict } from "./facts";
import { judgeAttempt } from "./judge-attempt";
import { judgeGasWallet } from "./judge-gas-wallet";
import type { SigningLimits } from "./limits";

type Refusal = { readonly refused: CauseRefusal };

/** Stake is lent by the gas wallet to the deposit address of a sweep that waits for it, as much as the loan says. */
export function judgeLoan(
  request: SigningRequestRow,
  facts: CauseFacts,
  limits: SigningLimits,
): Verdict {
  const loan = loanOf(request, facts);
  if ("refused" in loan) return loan;
  if (loan.state !== "lending" || loan.sweepState !== "funding") return { refused: "cause_state" };
  if (request.kind !== "lend_energy") return { refused: "kind" };
  if (request.value > limits.loan) return { refused: "value_above_limit" };
  return approve(request, facts, loan);
}

/** What was lent comes back, neither more nor less, and once. */
export function judgeReclaim(request: SigningRequestRow, facts: CauseFacts): Verdict {
  const loan = loanOf(request, facts);
  if ("refused" in loan) return loan;
  if (loan.state !== "reclaiming") return { refused: "cause_state" };
  if (request.kind !== "reclaim_energy") return { refused: "kind" };
  return approve(request, facts, loan);
}

const KINDS: Readonly<Record<StakeOrderKind, SigningRequestRow["kind"]>> = {
  stake: "stake_energy",
  unstake: "unstake_energy",
  withdraw: "withdraw_unstaked",
};

/** The gas wallet's own coin, staked or taken back as the operator ordered: it goes to nobody else. */
export function judgeStakeOrder(
  request: SigningRequestRow,
  facts: CauseFacts,
  limits: SigningLimits,
): Verdict {
  const { stakeOrder: order, others } = facts;
  if (!order || request.merchantId !== null) return { refused: "cause_missing" };
  if (order.network !== request.network) return { refused: "cause_network" };
  if (order.state !== "sending") return { refused: "cause_state" };
  const attempt = judgeOnce(request, facts);
  if (attempt !== null) return { refused: attempt };
  if (others.length > 0) return { refused: "already_paid" };
  if (request.kind !== KINDS[order.kind]) return { refused: "kind" };
  const sender = judgeGasWallet(request, facts);
  if (sender !== null) return { refused: sender };
  if (request.toAddress !== request.fromAddress) return { refused: "to" };
  if (request.value !== order.amount) return { refused: "value" };
  if (order.kind === "stake" && request.value > limits.stake) {
    return { refused: "value_above_limit" };
  }
  const path = { network: order.network, purpose: "gas", index: 0 } as const;
  return { refused: null, from: path, to: path };
}

/** What a transaction about a loan must stand on. */
function loanOf(request: SigningRequestRow, facts: CauseFacts): LoanFacts | Refusal {
  const { loan } = facts;
  if (!loan || loan.merchantId !== request.merchantId) return { refused: "cause_missing" };
  if (loan.network !== request.network) return { refused: "cause_network" };
  const attempt = judgeOnce(request, facts);
  return attempt === null ? loan : { refused: attempt };
}

function judgeOnce(request: SigningRequestRow, { others }: CauseFacts): CauseRefusal | null {
  const attempt = judgeAttempt(request, others);
  if (attempt !== null) return attempt;
  return others.some((other) => other.state === "final") ? "already_paid" : null;
}

function approve(request: SigningRequestRow, facts: CauseFacts, loan: LoanFacts): Verdict {
  const sender = judgeGasWallet(request, facts);
  if (sender !== null) return { refused: sender };
  const { to } = facts;
  const isDeposit = to?.purpose === "deposit" && to.merchantId === loan.merchantId;
  const isBorrower = request.toAddress === loan.toAddress && loan.toAddress === loan.sweepAddress;
  if (!isDeposit || !isBorrower) return { refused: "to" };
  if (request.value !== loan.stake) return { refused: "value" };
  return {
    refused: null,
    from: { network: loan.network, purpose: "gas", index: 0 },
    to: { network: loan.network, purpose: "deposit", index: to.pathIndex },
  };
}
