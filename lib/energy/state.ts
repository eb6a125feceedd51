import type { LoanState, SigningState } from "@/lib/db";

/**
 * What a sweep may count on. `arriving`: in a block that may still be replaced; `leaving`: nothing can be lent to the
 * address before it is gone; `overdue`: it should be gone and is not, so nobody waits for that.
 */
export type LoanView = "none" | "coming" | "arriving" | "there" | "leaving" | "overdue" | "failed";

/** A signing request, as far as it matters here. */
export interface RequestFacts {
  readonly state: SigningState;
  /** Whether a block that need not be final holds it. */
  readonly included: boolean;
}

const LIVE: ReadonlySet<SigningState> = new Set(["pending", "signed", "broadcast"]);

/** A loan to the address of a sweep. */
export interface LoanOfAddress {
  readonly state: LoanState;
  readonly request: RequestFacts;
  /** Made for this sweep; else for an earlier one of the address, which is over. */
  readonly isOwn: boolean;
  readonly isOverdue: boolean;
}

/** What a loan means for a sweep. Pure. A loan that was taken back is none. */
export function viewOf(loan: LoanOfAddress | null): LoanView {
  if (loan && (!loan.isOwn || loan.state === "reclaiming")) {
    return loan.isOverdue ? "overdue" : "leaving";
  }
  switch (loan?.state) {
    case undefined:
    case "reclaiming":
    case "reclaimed":
      return "none";
    case "lent":
      return "there";
    case "failed":
      return "failed";
    case "lending":
      if (loan.request.state === "final") return "there";
      if (!LIVE.has(loan.request.state)) return "failed";
      return loan.request.included ? "arriving" : "coming";
  }
}

/** Whether stake can't be asked back, or did not come when it was asked back first. Pure. */
export function isOverdue(
  blockedReason: string | null,
  reclaim: { readonly state: SigningState; readonly attempt: number } | null,
): boolean {
  if (blockedReason !== null) return true;
  if (reclaim === null || reclaim.state === "final") return false;
  return reclaim.attempt > 1 || !LIVE.has(reclaim.state);
}

export interface LoanFacts {
  readonly state: LoanState;
  /** The newest request for what the state says: the loan's, or the one that takes it back. */
  readonly request: SigningState | null;
  /** Nothing that could need it is left: see `isUsedUp`. */
  readonly usedUp: boolean;
}

export type LoanMove = "wait" | "lent" | "fail" | "reclaim" | "reclaimed";

/** The next move of a loan. Pure. Only a transaction that is over for good is asked for again, or given up. */
export function nextLoanMove({ state, request, usedUp }: LoanFacts): LoanMove {
  if (request !== null && LIVE.has(request)) return "wait";
  switch (state) {
    case "lending":
      return request === "final" ? "lent" : "fail";
    case "lent":
      return usedUp ? "reclaim" : "wait";
    case "reclaiming":
      return request === "final" ? "reclaimed" : "reclaim";
    default:
      return "wait";
  }
}

/** A sweep that can't use what was lent to it (paused, blacklisted) gives it back after so long. */
const LONGEST_LOAN_MS = 3_600_000;

/** Whether stake may come back: the sweep is over, or has had it for long and no transfer of it is under way. Pure. */
export function isUsedUp(facts: {
  readonly settled: boolean;
  readonly transferLive: boolean;
  readonly ageMs: number;
}): boolean {
  return facts.settled || (!facts.transferLive && facts.ageMs >= LONGEST_LOAN_MS);
}

/** Why a transaction came to nothing: the signer's word, else a node's that refused it for good, else what the chain says. */
export function reasonOf(request: {
  readonly state: SigningState;
  readonly refusal: string | null;
  readonly rejectedReason: string | null;
  readonly lastError: string | null;
}): string {
  return request.refusal ?? request.rejectedReason ?? request.lastError ?? request.state;
}
