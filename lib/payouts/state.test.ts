import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WithdrawalState } from "@/lib/db";
import { MAX_AMOUNT, NETWORKS, units } from "@/lib/kit";
import { isPaidAtOnce, judge, sumsOf } from "./state";

const amount = fc.bigInt({ min: 1n, max: MAX_AMOUNT }).map(units);
const fee = fc.constantFrom(...NETWORKS.map((network) => network.withdrawalFee));
const payer = fc.constantFrom("merchant" as const, "user" as const);
const STATES = [
  "pending",
  "approved",
  "sent",
  "included",
  "settled",
  "failed",
  "rejected",
] as const satisfies readonly WithdrawalState[];

describe("what a withdrawal comes to", () => {
  it("holds exactly what leaves the merchant: the recipient's part and the fee", () => {
    fc.assert(
      fc.property(amount, fee, payer, (sum, flat, who) => {
        const sums = sumsOf(sum, flat, who);
        if (!sums) return who === "user" && sum <= flat;
        return (
          sums.net > 0n &&
          sums.hold === sums.net + sums.fee &&
          sums.fee === flat &&
          (who === "user" ? sums.hold : sums.net) === sum
        );
      }),
    );
  });

  it.each([
    ["user", 50_000_000n, { net: 48_000_000n, hold: 50_000_000n }],
    ["merchant", 50_000_000n, { net: 50_000_000n, hold: 52_000_000n }],
    ["user", 2_000_001n, { net: 1n, hold: 2_000_001n }],
    ["merchant", 1n, { net: 1n, hold: 2_000_001n }],
  ] as const)("%s pays for %s", (who, sum, expected) => {
    expect(sumsOf(units(sum), units(2_000_000n), who)).toMatchObject(expected);
  });

  it("leaves nothing when the fee is all of it", () => {
    expect(sumsOf(units(2_000_000n), units(2_000_000n), "user")).toBeNull();
  });
});

describe("who waits for the merchant's word", () => {
  const rules = { autoWithdraw: true, maxAutoWithdraw: units(100n), applyLimitsToApi: true };
  it.each([
    ["api", 101n, { applyLimitsToApi: false, autoWithdraw: false }, true],
    ["api", 100n, {}, true],
    ["api", 101n, {}, false],
    ["api", 1n, { autoWithdraw: false }, false],
    ["request", 100n, { applyLimitsToApi: false }, true],
    ["request", 101n, { applyLimitsToApi: false }, false],
    ["request", 1n, { autoWithdraw: false, applyLimitsToApi: false }, false],
  ] as const)("%s of %s with %j is paid at once: %s", (origin, sum, over, atOnce) => {
    expect(isPaidAtOnce(origin, units(sum), { ...rules, ...over })).toBe(atOnce);
  });
});

describe("the merchant's word", () => {
  it("counts while a withdrawal is pending, and never again", () => {
    expect(judge("pending", "approve")).toBe("approved");
    expect(judge("pending", "reject")).toBe("rejected");
    const word = fc.constantFrom("approve" as const, "reject" as const);
    fc.assert(
      fc.property(fc.constantFrom(...STATES), word, word, (state, first, second) => {
        const after = judge(state, first);
        return after === null ? state !== "pending" : judge(after, second) === null;
      }),
    );
  });
});
