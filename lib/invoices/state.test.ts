import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxUnits, minUnits, partsPerMillionHalfUp, type Units, units } from "@/lib/kit";
import { decide, type FeeRule, type InvoiceEvent, type InvoiceState } from "./state";

const ENDS = new Date("2026-01-01T00:10:00Z");
const IN_TIME = new Date("2026-01-01T00:10:00Z");
const TOO_LATE = new Date("2026-01-01T00:10:00.001Z");
const usdt = (whole: number) => units(BigInt(whole) * 1_000_000n);

/** The contract's default table: the rate falls, so a fee may be less on a larger sum. */
const fee: FeeRule = (sum) => {
  const ppm = sum < usdt(1_000) ? 10_000 : sum < usdt(10_000) ? 8_000 : 5_000;
  return sum === 0n ? units(0n) : minUnits(sum, maxUnits(usdt(1), partsPerMillionHalfUp(sum, ppm)));
};

const OPEN: InvoiceState = {
  status: "initiated",
  exception: "none",
  reason: null,
  late: false,
  amount: usdt(100),
  tolerance: units(0n),
  received: units(0n),
  credited: units(0n),
  fee: units(0n),
  creditAt: "sweep",
  expiresAt: ENDS,
};

const pay = (amount: Units, blockTime = IN_TIME): InvoiceEvent => ({
  kind: "payment_final",
  amount,
  blockTime,
});

function live(start: InvoiceState, ...events: InvoiceEvent[]) {
  const told: string[] = [];
  const credits: { amount: bigint; fee: bigint }[] = [];
  let state = start;
  let late = false;
  for (const event of events) {
    const decision = decide(state, event, fee);
    if ("rejection" in decision) throw new Error(decision.rejection);
    state = decision.state;
    late = decision.late;
    for (const effect of decision.effects) {
      if (effect.kind === "announce") told.push(effect.status);
      else credits.push({ amount: effect.amount, fee: effect.fee });
    }
  }
  return { state, told, credits, late };
}

describe("an invoice, by section 6 of the contract", () => {
  it("waits for its sweep with the exact amount, then credits and tells once", () => {
    const paid = live(OPEN, pay(usdt(100)));
    expect(paid.state).toMatchObject({ status: "amount_confirmed", credited: 0n, fee: 0n });
    expect(paid.told).toEqual([]);
    const swept = live(OPEN, pay(usdt(100)), { kind: "swept" });
    expect(swept.state).toMatchObject({ status: "confirmed", credited: usdt(100), fee: usdt(1) });
    expect(swept.told).toEqual(["confirmed"]);
    expect(swept.credits).toEqual([{ amount: usdt(100), fee: usdt(1) }]);
  });

  it("credits at finality when the merchant chose so", () => {
    const paid = live({ ...OPEN, creditAt: "finality" }, pay(usdt(100)));
    expect(paid.state.status).toBe("confirmed");
    expect(paid.told).toEqual(["confirmed"]);
  });

  it("M05: the last unit completes a sum that was short by it", () => {
    const short = live(OPEN, pay(units(99_999_999n)));
    expect(short.state).toMatchObject({ status: "initiated", received: 99_999_999n });
    const whole = live(OPEN, pay(units(99_999_999n)), pay(units(1n)), { kind: "swept" });
    expect(whole.state).toMatchObject({ status: "confirmed", exception: "none" });
    expect(whole.told).toEqual(["confirmed"]);
  });

  it("takes less when the merchant tolerates it, and one unit less than that is too little", () => {
    const tolerant = { ...OPEN, tolerance: usdt(1) };
    expect(live(tolerant, pay(usdt(99))).state.status).toBe("amount_confirmed");
    expect(live(tolerant, pay(units(98_999_999n))).state.status).toBe("initiated");
  });

  it("credits all of an overpayment", () => {
    const over = live(OPEN, pay(usdt(150)), { kind: "swept" });
    expect(over.state).toMatchObject({ exception: "overpaid", credited: usdt(150) });
    expect(over.credits).toEqual([{ amount: usdt(150), fee: units(1_500_000n) }]);
  });

  it("fails as expired with nothing, as underpaid with something, which is credited", () => {
    expect(live(OPEN, { kind: "timer_ended" }).state).toMatchObject({
      status: "failed",
      reason: "expired",
      exception: "none",
    });
    const under = live(OPEN, pay(usdt(40)), { kind: "timer_ended" });
    expect(under.state).toMatchObject({
      status: "failed",
      reason: "underpaid",
      exception: "underpaid",
      credited: usdt(40),
    });
    expect(under.told).toEqual(["failed"]);
  });

  it.each([
    ["timer", { kind: "timer_ended" }, "failed"],
    ["cancel", { kind: "cancel" }, "cancelled"],
  ] as const)(
    "a full sum after the %s confirms it late, a smaller one does not",
    (_, end, status) => {
      const small = live(OPEN, end, pay(usdt(40), TOO_LATE));
      expect(small.state).toMatchObject({
        status,
        late: true,
        exception: "late",
        credited: usdt(40),
      });
      expect(small.told).toEqual([status]);
      expect(small.late).toBe(true);
      const full = live(OPEN, end, pay(usdt(40), TOO_LATE), pay(usdt(60), TOO_LATE));
      expect(full.state).toMatchObject({ status: "confirmed", late: true, reason: null });
      expect(full.told).toEqual([status, "confirmed"]);
    },
  );

  it("money mined in time but final after a cancel is late, as the contract's cancel says", () => {
    const cancelled = live(OPEN, { kind: "cancel" }, pay(usdt(100), IN_TIME));
    expect(cancelled.state).toMatchObject({ status: "confirmed", late: true });
  });

  it("tells confirmed again for each further payment and books only what the fee grew by", () => {
    const more = live(OPEN, pay(usdt(900)), { kind: "swept" }, pay(usdt(200), TOO_LATE));
    expect(more.told).toEqual(["confirmed", "confirmed"]);
    // 1 % of 900 is 9; 0.8 % of 1,100 is 8.8: nothing is given back, nothing more is taken.
    expect(more.credits).toEqual([
      { amount: usdt(900), fee: usdt(9) },
      { amount: usdt(200), fee: 0n },
    ]);
    expect(more.late).toBe(true);
  });

  it("keeps a fee within the money that it is taken from", () => {
    const dust = live({ ...OPEN, amount: units(500_000n) }, pay(units(500_000n)), {
      kind: "swept",
    });
    expect(dust.credits).toEqual([{ amount: 500_000n, fee: 500_000n }]);
  });

  it("judges by the block's time, to the millisecond", () => {
    expect(decide(OPEN, pay(usdt(100), ENDS), fee)).not.toHaveProperty("rejection");
    expect(decide(OPEN, pay(usdt(100), TOO_LATE), fee)).toEqual({ rejection: "timer_not_ended" });
  });

  it("refuses what cannot happen", () => {
    const settled = live(OPEN, pay(usdt(100))).state;
    expect(decide(settled, { kind: "cancel" }, fee)).toEqual({ rejection: "not_cancellable" });
    expect(decide(settled, { kind: "timer_ended" }, fee)).toEqual({ rejection: "not_due" });
    expect(decide(OPEN, { kind: "swept" }, fee)).toEqual({ rejection: "nothing_to_credit" });
    expect(() => decide(OPEN, pay(units(0n)), fee)).toThrow("a payment is positive");
  });
});

const amounts = fc
  .oneof(fc.bigInt(1n, 3n), fc.bigInt(1n, 200_000_000n), fc.bigInt(1n, 20_000_000_000n))
  .map(units);
const event: fc.Arbitrary<InvoiceEvent> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(amounts, fc.boolean()).map(([a, ok]) => pay(a, ok ? IN_TIME : TOO_LATE)),
  },
  { weight: 2, arbitrary: fc.constant<InvoiceEvent>({ kind: "swept" }) },
  { weight: 1, arbitrary: fc.constant<InvoiceEvent>({ kind: "timer_ended" }) },
  { weight: 1, arbitrary: fc.constant<InvoiceEvent>({ kind: "cancel" }) },
);
const opened = fc
  .record({ amount: amounts, share: fc.integer({ min: 0, max: 100_000 }), sweep: fc.boolean() })
  .map(
    ({ amount, share, sweep }): InvoiceState => ({
      ...OPEN,
      amount,
      tolerance: units((amount * BigInt(share)) / 1_000_000n),
      creditAt: sweep ? "sweep" : "finality",
    }),
  );
/** Any table an operator may set, also one whose fee jumps down or exceeds the sum. */
const rules = fc
  .record({
    ppm: fc.integer({ min: 0, max: 1_000_000 }),
    minimum: fc.bigInt(0n, 3_000_000n),
    step: amounts,
  })
  .map(
    ({ ppm, minimum, step }): FeeRule =>
      (sum) =>
        maxUnits(
          units(minimum),
          partsPerMillionHalfUp(sum, sum > step ? Math.floor(ppm / 2) : ppm),
        ),
  );

/** Where each status may go. */
const NEXT: Readonly<Record<InvoiceState["status"], readonly InvoiceState["status"][]>> = {
  initiated: ["initiated", "amount_confirmed", "confirmed", "failed", "cancelled"],
  amount_confirmed: ["amount_confirmed", "confirmed"],
  confirmed: ["confirmed"],
  failed: ["failed", "confirmed"],
  cancelled: ["cancelled", "confirmed"],
};

function expectStep(before: InvoiceState, event: InvoiceEvent, rule: FeeRule): InvoiceState {
  const decision = decide(before, event, rule);
  if ("rejection" in decision) return before;
  const { state, effects } = decision;
  const credits = effects.filter((effect) => effect.kind === "credit");
  const told = effects.filter((effect) => effect.kind === "announce");
  const paid = event.kind === "payment_final" ? event.amount : 0n;

  expect(NEXT[before.status]).toContain(state.status);
  expect(state.received).toBe(before.received + paid);
  expect(state.credited).toBeLessThanOrEqual(state.received);
  expect(state.credited).toBe(before.credited + credits.reduce((s, c) => s + c.amount, 0n));
  expect(state.fee).toBe(before.fee + credits.reduce((s, c) => s + c.fee, 0n));
  expect(state.fee).toBeLessThanOrEqual(state.credited);
  for (const credit of credits) {
    expect(credit.amount).toBeGreaterThan(0n);
    expect(credit.fee).toBeGreaterThanOrEqual(0n);
    expect(credit.fee).toBeLessThanOrEqual(credit.amount);
  }
  const waits = state.status === "initiated" || state.status === "amount_confirmed";
  expect(state.credited).toBe(waits ? before.credited : state.received);
  if (state.status === "confirmed") {
    expect(state.received).toBeGreaterThanOrEqual(state.amount - state.tolerance);
    expect(state.reason).toBeNull();
  }
  if (state.exception === "overpaid") expect(state.received).toBeGreaterThan(state.amount);
  expect(state.late || !before.late).toBe(true);
  // Told: each change to an end, and each payment of a confirmed one. Never more than once a step.
  const tells = !waits && (state.status !== before.status || state.status === "confirmed");
  expect(told.map((effect) => effect.status)).toEqual(tells ? [state.status] : []);
  const { amount, tolerance, creditAt, expiresAt } = before;
  expect(state).toMatchObject({ amount, tolerance, creditAt, expiresAt });
  return state;
}

describe("any sequence of events", () => {
  it("credits what came once, takes a fee within it, and only moves forward", () => {
    fc.assert(
      fc.property(opened, rules, fc.array(event, { maxLength: 12 }), (start, rule, events) => {
        let state = start;
        for (const next of events) state = expectStep(state, next, rule);
      }),
      { numRuns: 500 },
    );
  });

  it("takes each payment in every state, but for a late one before the timer has ended", () => {
    fc.assert(
      fc.property(opened, fc.array(event, { maxLength: 8 }), amounts, (start, events, amount) => {
        let state = start;
        for (const next of events) state = expectStep(state, next, fee);
        expect(decide(state, pay(amount, IN_TIME), fee)).not.toHaveProperty("rejection");
        const tooLate = decide(state, pay(amount, TOO_LATE), fee);
        expect("rejection" in tooLate).toBe(state.status === "initiated");
      }),
    );
  });

  it("takes at least the fee on the sum received when the fee never falls", () => {
    const rising: FeeRule = (sum) => partsPerMillionHalfUp(sum, 10_000);
    fc.assert(
      fc.property(opened, fc.array(event, { maxLength: 12 }), (start, events) => {
        let state = start;
        for (const next of events) state = expectStep(state, next, rising);
        if (state.credited > 0n) expect(state.fee).toBe(rising(state.credited));
      }),
    );
  });
});
