import { BLOCKED } from "@/lib/sweeps/reasons";
import type { Problem, StuckCode, StuckSweep } from "./shapes";

/** A transaction that a sweep asked for, as far as it matters here. Times are ISO 8601. */
export interface RequestFacts {
  readonly state: "pending" | "signed" | "broadcast" | "final" | "reverted" | "dead" | "refused";
  readonly attempt: number;
  readonly createdAt: string;
  readonly signedAt: string | null;
  readonly refusal: string | null;
  readonly rejectedReason: string | null;
  readonly lastError: string | null;
  /** Whether a block that need not be final holds it. */
  readonly included: boolean;
}

/** Stake that is lent to the address now. */
export interface LoanFacts {
  readonly state: "lending" | "lent" | "reclaiming";
  /** For this sweep; else for an earlier one of the address. */
  readonly own: boolean;
  readonly createdAt: string;
  readonly blockedReason: string | null;
  readonly lend: RequestFacts | null;
  readonly reclaim: RequestFacts | null;
}

/** A process, or a loop of one. */
export interface Heard {
  /** Not heard for 15 s, or never. */
  readonly silent: boolean;
  readonly seenAt: string | null;
}

export interface StuckFacts {
  readonly state: StuckSweep["state"];
  readonly blockedReason: string | null;
  readonly retryAt: string | null;
  readonly haltedReason: string | null;
  readonly gasWallet: boolean;
  /** Wei or sun, as the worker last saw it. */
  readonly gasBalance: string | null;
  readonly gas: RequestFacts | null;
  readonly token: RequestFacts | null;
  readonly batch: RequestFacts | null;
  readonly loan: LoanFacts | null;
  readonly worker: Heard;
  readonly signer: Heard;
  /** What the last round that moves money on the network failed with; null: it did not. */
  readonly moveProblem: string | null;
  readonly now: Date;
}

type Why = Problem<StuckCode>;
type What = "gas" | "transfer" | "batch" | "energy";

/** Why a sweep does not move, from what is written down of it. Pure. */
export function whyStuck(facts: StuckFacts): Why {
  return (
    whyNothingMoves(facts) ??
    whyUnderWay(facts) ??
    whyWaiting(facts) ?? { code: "waits_turn", data: {} }
  );
}

/** What holds up every sweep of the network. */
function whyNothingMoves({ haltedReason, worker, moveProblem }: StuckFacts): Why | null {
  if (haltedReason !== null) return { code: "network_halted", data: { reason: haltedReason } };
  if (worker.silent) return { code: "worker_silent", data: { seenAt: worker.seenAt ?? "" } };
  if (moveProblem?.startsWith("ChainUnavailableError") === true) {
    return { code: "node_unreachable", data: { problem: moveProblem } };
  }
  return null;
}

/** A transaction of it is not over, or ended otherwise than it should. */
function whyUnderWay(facts: StuckFacts): Why | null {
  switch (facts.state) {
    case "batched":
      return whyRequest(facts, "batch", facts.batch);
    case "sending":
      return whyRequest(facts, "transfer", facts.token);
    default:
      return whyEnergy(facts) ?? whyGas(facts) ?? whyTransfer(facts);
  }
}

function whyRequest(facts: StuckFacts, what: What, request: RequestFacts | null): Why | null {
  if (request === null) return null;
  const since = request.signedAt ?? request.createdAt;
  switch (request.state) {
    case "pending":
      return facts.signer.silent
        ? { code: "signer_silent", data: { what, seenAt: facts.signer.seenAt ?? "" } }
        : { code: "waits_signature", data: { what, since: request.createdAt } };
    case "signed":
    case "broadcast":
      if (request.included) return { code: "waits_finality", data: { what, since } };
      if (request.rejectedReason !== null) {
        return { code: "node_refused", data: { what, reason: request.rejectedReason } };
      }
      return { code: "waits_block", data: { what, since, error: request.lastError ?? "" } };
    case "refused":
      return {
        code: "signer_refused",
        data: { what, refusal: request.refusal ?? "", attempt: String(request.attempt) },
      };
    default:
      return null;
  }
}

const LIVE: ReadonlySet<RequestFacts["state"]> = new Set(["pending", "signed", "broadcast"]);

/** Energy that is on its way, or that has to leave before any can be lent. */
function whyEnergy(facts: StuckFacts): Why | null {
  const { loan } = facts;
  if (loan === null) return null;
  if (!loan.own || loan.state === "reclaiming") {
    // One that should be gone and is not is waited for by nobody.
    const overdue = loan.blockedReason !== null || (loan.reclaim?.attempt ?? 0) > 1;
    return overdue ? null : { code: "waits_energy", data: { since: loan.createdAt } };
  }
  if (loan.state !== "lending" || loan.lend === null || !LIVE.has(loan.lend.state)) return null;
  return whyRequest(facts, "energy", loan.lend);
}

function whyGas(facts: StuckFacts): Why | null {
  const { gas, blockedReason, gasBalance } = facts;
  if (!facts.gasWallet || blockedReason === BLOCKED.gasWalletMissing) {
    return { code: "gas_wallet_missing", data: {} };
  }
  if (gas !== null && LIVE.has(gas.state)) return whyRequest(facts, "gas", gas);
  if (blockedReason === BLOCKED.gasWalletShort) {
    return { code: "gas_wallet_short", data: { balance: gasBalance ?? "" } };
  }
  return blockedReason === BLOCKED.gasRefused ? whyRequest(facts, "gas", gas) : null;
}

/** What became of the transfer before: the sweep is planned again. */
function whyTransfer({ token, blockedReason, retryAt }: StuckFacts): Why | null {
  if (blockedReason === null || token === null) return null;
  // A reason that came after it is another one.
  const reason = token.lastError ?? token.state;
  if (blockedReason !== reason) return null;
  if (token.state === "reverted") {
    const attempt = String(token.attempt);
    return { code: "reverted", data: { reason, attempt, retryAt: retryAt ?? "" } };
  }
  return token.state === "dead" ? { code: "expired", data: { reason } } : null;
}

/** Nothing of it is under way. */
function whyWaiting({ blockedReason, retryAt, moveProblem, now }: StuckFacts): Why | null {
  if (blockedReason === BLOCKED.batchFailed) return { code: "batch_failed", data: {} };
  if (blockedReason !== null) {
    return { code: "token_refused", data: { reason: blockedReason, retryAt: retryAt ?? "" } };
  }
  if (retryAt !== null && new Date(retryAt) > now) return { code: "rests", data: { retryAt } };
  return moveProblem === null ? null : { code: "rounds_fail", data: { problem: moveProblem } };
}
