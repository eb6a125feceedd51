import type { SweepState } from "@/lib/db";

/** What is known about a sweep's signed transaction of one kind. */
export type RequestState =
  | "none"
  | "pending"
  | "signed"
  | "broadcast"
  | "final"
  | "reverted"
  | "dead"
  | "refused";

export interface SweepFacts {
  readonly state: SweepState;
  /** The gas that was sent to the address for this sweep. */
  readonly gas: RequestState;
  readonly token: RequestState;
  /** Native coin on the deposit address, and what the transfer needs, in wei or sun. */
  readonly nativeBalance: bigint;
  readonly nativeNeeded: bigint;
}

export type SweepMove =
  | { readonly kind: "wait" }
  /** Send the missing native coin from the gas wallet. */
  | { readonly kind: "fund"; readonly missing: bigint }
  | { readonly kind: "send" }
  | { readonly kind: "settle" }
  /** Start over with a new quote: the last transaction is over and moved nothing. */
  | { readonly kind: "replan" }
  | { readonly kind: "block"; readonly reason: string };

const LIVE: ReadonlySet<RequestState> = new Set(["pending", "signed", "broadcast"]);

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
  if (token === "refused") return { kind: "block", reason: "the signer refused the transfer" };
  if (token === "reverted" || token === "dead" || token === "none") return { kind: "replan" };
  return { kind: "wait" };
}

function funding(facts: SweepFacts): SweepMove {
  if (facts.nativeBalance >= facts.nativeNeeded) return { kind: "send" };
  if (facts.gas === "refused") return { kind: "block", reason: "the signer refused the gas" };
  if (LIVE.has(facts.gas)) return { kind: "wait" };
  return { kind: "fund", missing: facts.nativeNeeded - facts.nativeBalance };
}
