import type { CheckoutState } from "@/lib/api";
import { type Units, units } from "@/lib/kit";

/** What the state of a payment page is decided from. */
export interface CheckoutFacts {
  readonly status: "initiated" | "amount_confirmed" | "confirmed" | "failed" | "cancelled";
  readonly amount: Units;
  readonly tolerance: Units;
  /** Final money. */
  readonly received: Units;
  readonly late: boolean;
  readonly expiresAt: Date;
  /** Payments that are seen but not final. */
  readonly pending: readonly {
    readonly amount: Units;
    readonly blockTime: Date;
    readonly confirmations: number;
  }[];
}

const TERMINAL: ReadonlySet<CheckoutState> = new Set([
  "paid",
  "overpaid",
  "expired",
  "expired_partial",
  "late",
  "cancelled",
]);

/** Whether nothing can change any more that the payer should wait for. Such a page shows no address. */
export function isTerminal(state: CheckoutState): boolean {
  return TERMINAL.has(state);
}

/** Money that came, final or only seen. */
export function seenSum(facts: CheckoutFacts): Units {
  return facts.pending.reduce((sum, p) => units(sum + p.amount), facts.received);
}

/** The state that the payer sees. Pure: the page and its poll agree, and the browser only shows it. */
export function checkoutState(facts: CheckoutFacts, now: Date): CheckoutState {
  switch (facts.status) {
    case "amount_confirmed":
    case "confirmed":
      return facts.received > facts.amount ? "overpaid" : "paid";
    case "cancelled":
      return facts.late ? "late" : "cancelled";
    case "failed":
      if (facts.late) return "late";
      return facts.received > 0n ? "expired_partial" : "expired";
    case "initiated":
      return openState(facts, now);
  }
}

function openState(facts: CheckoutFacts, now: Date): CheckoutState {
  const inTime = facts.pending.filter((p) => p.blockTime <= facts.expiresAt);
  const promised = inTime.reduce((sum, p) => sum + p.amount, facts.received as bigint);
  if (inTime.length > 0 && promised >= facts.amount - facts.tolerance) {
    // A payment is seen in a block, so it has one confirmation at once: that one is "seen", the rest counts on.
    return Math.min(...inTime.map((p) => p.confirmations)) <= 1 ? "detected" : "confirming";
  }
  if (now > facts.expiresAt) return "checking";
  return seenSum(facts) > 0n ? "partial" : "waiting";
}
