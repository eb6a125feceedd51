import type { SweepState } from "@/lib/db";
import type { LoanView } from "@/lib/energy";
import { BLOCKED } from "./reasons";

/** What is known about a sweep's signed transaction of one kind. */
export type RequestState =
  | "none"
  | "pending"
  | "signed"
  | "broadcast"
  /** Broadcast, and in a block that may still be replaced. */
  | "included"
  | "final"
  | "reverted"
  | "dead"
  | "refused";

export interface SweepFacts {
  readonly state: SweepState;
  /** The gas that was sent to the address for this sweep. */
  readonly gas: RequestState;
  readonly token: RequestState;
  /** The energy that was lent to it. */
  readonly loan: LoanView;
  /** Native coin on the deposit address, and what the transfer needs, in wei or sun. */
  readonly nativeBalance: bigint;
  readonly nativeNeeded: bigint;
}

export type SweepMove =
  | { readonly kind: "wait" }
  /**
   * Bring what is missing of the native coin, or lend energy in its place. `mayLend`: nothing was lent for it yet;
   * `maySend`: the coin that was sent before has arrived for good.
   */
  | {
      readonly kind: "fund";
      readonly missing: bigint;
      readonly mayLend: boolean;
      readonly maySend: boolean;
    }
  | { readonly kind: "send" }
  | { readonly kind: "settle" }
  /** Start over with a new quote: the last transaction is over and moved nothing. */
  | { readonly kind: "replan" }
  | { readonly kind: "block"; readonly reason: string };

const LIVE: ReadonlySet<RequestState> = new Set(["pending", "signed", "broadcast", "included"]);

/**
 * The next move of a sweep. Pure. Gas is sent again only when the earlier gas transaction is over, and only
 * for what is still missing: an address is never funded twice for one sweep.
 */
export function nextMove(facts: SweepFacts): SweepMove {
  switch (facts.state) {
    case "settled":
    case "batched":
      return { kind: "wait" };
    case "sending":
      return sending(facts.token);
    default:
      return funding(facts);
  }
}

function sending(token: RequestState): SweepMove {
  if (token === "final") return { kind: "settle" };
  if (token === "refused") return { kind: "block", reason: BLOCKED.transferRefused };
  if (token === "reverted" || token === "dead" || token === "none") return { kind: "replan" };
  return { kind: "wait" };
}

function funding(facts: SweepFacts): SweepMove {
  // Energy that is on its way, or about to go, decides what is needed.
  if (facts.loan === "coming" || facts.loan === "leaving") return { kind: "wait" };
  if (facts.nativeBalance >= facts.nativeNeeded) return { kind: "send" };
  // A node that is behind does not see it yet.
  if (facts.loan === "arriving") return { kind: "wait" };
  if (facts.gas === "refused") return { kind: "block", reason: BLOCKED.gasRefused };
  const mayLend = facts.loan === "none";
  const maySend = !LIVE.has(facts.gas);
  // Coin opens the account in the block that holds it; energy can be lent to it from then on.
  if (!maySend && !(mayLend && facts.gas === "included")) return { kind: "wait" };
  const missing = facts.nativeNeeded - facts.nativeBalance;
  return { kind: "fund", missing, mayLend, maySend };
}
