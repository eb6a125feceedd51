import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Units, units } from "@/lib/kit";
import { type CheckoutFacts, checkoutState, isTerminal, seenSum } from "./checkout-state";

const ENDS = new Date("2026-01-01T00:10:00Z");
const BEFORE = new Date("2026-01-01T00:09:59.999Z");
const AFTER = new Date("2026-01-01T00:10:00.001Z");

const open: CheckoutFacts = {
  status: "initiated",
  amount: units(100n),
  tolerance: units(0n),
  received: units(0n),
  late: false,
  expiresAt: ENDS,
  pending: [],
};
const seen = (amount: bigint, confirmations = 1, blockTime = ENDS) => ({
  amount: units(amount),
  blockTime,
  confirmations,
});

describe("the state of a payment page", () => {
  it.each<[string, Partial<CheckoutFacts>, Date, string]>([
    ["nothing yet", {}, BEFORE, "waiting"],
    ["nothing at the very end", {}, ENDS, "waiting"],
    ["nothing, and the clock is past the timer", {}, AFTER, "checking"],
    ["too little seen", { pending: [seen(40n)] }, BEFORE, "partial"],
    ["too little final", { received: units(40n) }, BEFORE, "partial"],
    ["too little, timer over", { received: units(40n) }, AFTER, "checking"],
    ["enough, just seen", { pending: [seen(100n)] }, BEFORE, "detected"],
    ["enough, counting", { pending: [seen(100n, 2)] }, BEFORE, "confirming"],
    ["the slowest of two counts", { pending: [seen(60n, 9), seen(40n, 1)] }, BEFORE, "detected"],
    [
      "final and seen make enough",
      { received: units(60n), pending: [seen(40n, 3)] },
      BEFORE,
      "confirming",
    ],
    [
      "enough within the tolerance",
      { tolerance: units(5n), pending: [seen(95n)] },
      BEFORE,
      "detected",
    ],
    ["U04: mined in time, page open after it", { pending: [seen(100n, 2)] }, AFTER, "confirming"],
    ["mined too late", { pending: [seen(100n, 2, AFTER)] }, AFTER, "checking"],
    ["settled", { status: "amount_confirmed", received: units(100n) }, AFTER, "paid"],
    ["confirmed", { status: "confirmed", received: units(100n) }, AFTER, "paid"],
    ["more than asked", { status: "confirmed", received: units(101n) }, AFTER, "overpaid"],
    ["expired", { status: "failed" }, AFTER, "expired"],
    ["underpaid", { status: "failed", received: units(40n) }, AFTER, "expired_partial"],
    ["paid late", { status: "failed", received: units(40n), late: true }, AFTER, "late"],
    ["cancelled", { status: "cancelled" }, BEFORE, "cancelled"],
    ["paid after the cancel", { status: "cancelled", late: true }, BEFORE, "late"],
  ])("%s", (_, facts, now, expected) => {
    expect(checkoutState({ ...open, ...facts }, now)).toBe(expected);
  });

  it("is never over while the invoice is open, and always is once it is not", () => {
    const payment = fc.record({
      amount: fc.bigInt(1n, 200n).map(units),
      blockTime: fc.constantFrom(BEFORE, ENDS, AFTER),
      confirmations: fc.integer({ min: 1, max: 30 }),
    });
    const facts = fc.record({
      status: fc.constantFrom("initiated", "amount_confirmed", "confirmed", "failed", "cancelled"),
      amount: fc.bigInt(1n, 200n).map(units),
      tolerance: fc.constant(units(0n)),
      received: fc.bigInt(0n, 300n).map(units),
      late: fc.boolean(),
      expiresAt: fc.constant(ENDS),
      pending: fc.array(payment, { maxLength: 4 }),
    }) as fc.Arbitrary<CheckoutFacts>;
    fc.assert(
      fc.property(facts, fc.constantFrom(BEFORE, ENDS, AFTER), (given, now) => {
        expect(isTerminal(checkoutState(given, now))).toBe(given.status !== "initiated");
        const all = given.pending.reduce<bigint>((sum, p) => sum + p.amount, given.received);
        expect(seenSum(given)).toBe(all as Units);
      }),
    );
  });
});
