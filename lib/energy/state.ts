import type { LoanState, SigningState } from "@/lib/db";

/** What a sweep may count on. `arriving`: in a block that may still be replaced. */
export type LoanView = "none" | "coming" | "arriving" | "there" | "leaving" | "failed";

/** A signing request, as far as it matters here. */
export interface RequestFacts {
  readonly state: SigningState;
  /** Whether a block that need not be final holds it. */
  readonly included: boolean;
}

const LIVE: ReadonlySet<SigningState> = new Set(["pending", "signed", "broadcast"]);

/** What a loan means for the sweep that it was made for. Pure. A loan that was taken back is none. */
export function viewOf(
  loan: { readonly state: LoanState; readonly request: RequestFacts } | null,
): LoanView {
  switch (loan?.state) {
    case undefined:
    case "reclaimed":
      return "none";
    case "lent":
      return "there";
    case "reclaiming":
      return "leaving";
    case "failed":
      return "failed";
    case "lending":
      if (loan.request.state === "final") return "there";
      if (!LIVE.has(loan.request.state)) return "failed";
      return loan.request.included ? "arriving" : "coming";
  }
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
