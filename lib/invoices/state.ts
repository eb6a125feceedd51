import { assert, maxUnits, minUnits, type Units, units } from "@/lib/kit";

/** The part of an invoice that decides. Amounts in micro-USDT. */
export interface InvoiceState {
  readonly status: "initiated" | "amount_confirmed" | "confirmed" | "failed" | "cancelled";
  readonly exception: "none" | "underpaid" | "overpaid" | "late";
  readonly reason: "expired" | "underpaid" | null;
  readonly late: boolean;
  readonly amount: Units;
  readonly tolerance: Units;
  /** Final money that came. */
  readonly received: Units;
  /** The part of it that stands in the merchant's balance, fee included. */
  readonly credited: Units;
  readonly fee: Units;
  readonly creditAt: "sweep" | "finality";
  readonly expiresAt: Date;
}

export type InvoiceEvent =
  /** A payment became final. */
  | { readonly kind: "payment_final"; readonly amount: Units; readonly blockTime: Date }
  /** Its money reached the merchant's wallet. */
  | { readonly kind: "swept" }
  /** The clock and the chain are both past the timer, and nothing seen in time awaits finality. */
  | { readonly kind: "timer_ended" }
  | { readonly kind: "cancel" };

/** What follows from a step, in this order. `credit`: amount moves to the balance, less `fee`. */
export type InvoiceEffect =
  | { readonly kind: "credit"; readonly amount: Units; readonly fee: Units }
  | { readonly kind: "announce"; readonly status: "confirmed" | "failed" | "cancelled" };

export interface InvoiceStep {
  readonly state: InvoiceState;
  readonly effects: readonly InvoiceEffect[];
  /** The payment came after the timer or the end of the invoice. */
  readonly late: boolean;
}

export type InvoiceDecision =
  | InvoiceStep
  | { readonly rejection: "not_cancellable" | "not_due" | "nothing_to_credit" | "timer_not_ended" };

/** The fee on a sum received, by the table that was frozen with the invoice. */
export type FeeRule = (received: Units) => Units;

/** What an event makes of an invoice. Pure: no clock, no database. */
export function decide(state: InvoiceState, event: InvoiceEvent, fee: FeeRule): InvoiceDecision {
  switch (event.kind) {
    case "payment_final":
      return payment(state, event.amount, event.blockTime, fee);
    case "swept":
      return state.status === "amount_confirmed"
        ? step(confirm(state, fee))
        : { rejection: "nothing_to_credit" };
    case "timer_ended":
      return state.status === "initiated" ? step(expire(state, fee)) : { rejection: "not_due" };
    case "cancel":
      return state.status === "initiated"
        ? step(cancel(state, fee))
        : { rejection: "not_cancellable" };
  }
}

interface Progress {
  readonly state: InvoiceState;
  readonly effects: readonly InvoiceEffect[];
}

function step(progress: Progress, late = false): InvoiceStep {
  return { ...progress, late };
}

function payment(
  state: InvoiceState,
  amount: Units,
  blockTime: Date,
  fee: FeeRule,
): InvoiceDecision {
  assert(amount > 0n, "a payment is positive");
  const inTime = blockTime.getTime() <= state.expiresAt.getTime();
  if (state.status === "initiated" && !inTime) {
    // Blocks come in order: whatever came in time is final by now, so the timer ends first.
    return { rejection: "timer_not_ended" };
  }
  const next = receive(state, amount);
  switch (state.status) {
    case "initiated":
      return step(inTimeMoney(next, fee));
    case "amount_confirmed":
      return step({ state: withException(next), effects: [] }, !inTime);
    case "confirmed":
      return step(confirm(next, fee), !inTime);
    default:
      return step(lateMoney(next, fee), true);
  }
}

function receive(state: InvoiceState, amount: Units): InvoiceState {
  return { ...state, received: units(state.received + amount) };
}

function isEnough(state: InvoiceState): boolean {
  return state.received >= state.amount - state.tolerance;
}

function withException(state: InvoiceState): InvoiceState {
  if (state.late) return { ...state, exception: "late" };
  return { ...state, exception: state.received > state.amount ? "overpaid" : "none" };
}

function inTimeMoney(state: InvoiceState, fee: FeeRule): Progress {
  if (!isEnough(state)) return { state, effects: [] };
  const settled = withException({ ...state, status: "amount_confirmed" });
  return state.creditAt === "finality" ? confirm(settled, fee) : { state: settled, effects: [] };
}

/** Credits all that is final and not credited yet, and tells of it. */
function confirm(state: InvoiceState, fee: FeeRule): Progress {
  const credited = creditAll(state, fee);
  return {
    state: { ...withException(credited.state), status: "confirmed", reason: null },
    effects: [...credited.effects, { kind: "announce", status: "confirmed" }],
  };
}

function lateMoney(state: InvoiceState, fee: FeeRule): Progress {
  const marked: InvoiceState = { ...state, late: true, exception: "late" };
  return isEnough(marked) ? confirm(marked, fee) : creditAll(marked, fee);
}

function expire(state: InvoiceState, fee: FeeRule): Progress {
  const reason = state.received > 0n ? "underpaid" : "expired";
  const credited = creditAll(state, fee);
  return {
    state: {
      ...credited.state,
      status: "failed",
      reason,
      exception: reason === "underpaid" ? "underpaid" : "none",
    },
    effects: [...credited.effects, { kind: "announce", status: "failed" }],
  };
}

function cancel(state: InvoiceState, fee: FeeRule): Progress {
  const credited = creditAll(state, fee);
  return {
    state: { ...credited.state, status: "cancelled" },
    effects: [...credited.effects, { kind: "announce", status: "cancelled" }],
  };
}

/**
 * The fee is on the sum received: each step books what the new sum's fee exceeds the booked one by, never
 * less than nothing and never more than the money it comes from.
 */
function creditAll(state: InvoiceState, fee: FeeRule): Progress {
  const amount = units(state.received - state.credited);
  if (amount === 0n) return { state, effects: [] };
  const due = maxUnits(units(0n), units(fee(state.received) - state.fee));
  const taken = minUnits(due, amount);
  return {
    state: { ...state, credited: state.received, fee: units(state.fee + taken) },
    effects: [{ kind: "credit", amount, fee: taken }],
  };
}
