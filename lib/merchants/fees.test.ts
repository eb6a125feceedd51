import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAmount, MAX_AMOUNT, minUnits, parseAmount, type Units, units } from "@/lib/kit";
import { DEFAULT_FEE_TIERS, depositFee } from "./fees";

const usdt = (text: string): Units => {
  const value = parseAmount(text);
  if (value === null) throw new Error(`${text} is no amount`);
  return value;
};
const fee = (minimum: string, amount: string) =>
  formatAmount(depositFee(DEFAULT_FEE_TIERS, usdt(minimum), usdt(amount)));

const amounts = fc.bigInt({ min: 1n, max: MAX_AMOUNT }).map(units);
const minimums = fc.bigInt({ min: 0n, max: 10_000_000n }).map(units);
const tables = fc
  .uniqueArray(
    fc.record({
      from: fc.bigInt({ min: 1n, max: MAX_AMOUNT }),
      ratePpm: fc.integer({ min: 0, max: 1_000_000 }),
    }),
    { maxLength: 6, selector: (row) => row.from },
  )
  .chain((rows) => fc.integer({ min: 0, max: 1_000_000 }).map((first) => ({ rows, first })))
  .map(({ rows, first }) =>
    [{ from: 0n, ratePpm: first }, ...rows.sort((a, b) => (a.from < b.from ? -1 : 1))].map(
      ({ from, ratePpm }) => ({ from: from.toString(), ratePpm }),
    ),
  );

describe("depositFee", () => {
  it.each([
    ["1", "50", "1"],
    ["1", "100", "1"],
    ["1", "100.00005", "1.000001"],
    ["1", "100.000049", "1"],
    ["1", "999.999999", "10"],
    ["1", "1000", "8"],
    ["1", "9999.999999", "80"],
    ["1", "10000", "50"],
    ["1.5", "149", "1.5"],
    ["1.5", "151", "1.51"],
    ["1", "0.4", "0.4"],
    ["1", "1", "1"],
    ["1", "0.000001", "0.000001"],
    ["1", "1000000000", "5000000"],
  ])("minimum %s, amount %s: %s", (minimum, amount, expected) => {
    expect(fee(minimum, amount)).toBe(expected);
  });

  it("takes nothing of nothing", () => {
    expect(depositFee(DEFAULT_FEE_TIERS, usdt("1"), units(0n))).toBe(0n);
  });

  it("refuses a table that does not begin at zero", () => {
    expect(() => depositFee([{ from: "5", ratePpm: 1 }], units(0n), units(4n))).toThrow(
      "begins at zero",
    );
  });

  it("is never above the amount and never below the minimum, unless the amount is", () => {
    fc.assert(
      fc.property(tables, minimums, amounts, (tiers, minimum, amount) => {
        const taken = depositFee(tiers, minimum, amount);
        expect(taken).toBeLessThanOrEqual(amount);
        expect(taken).toBeGreaterThanOrEqual(minUnits(minimum, amount));
      }),
    );
  });

  it("is within half a micro-unit of the exact share, once above the minimum", () => {
    fc.assert(
      fc.property(tables, amounts, (tiers, amount) => {
        const taken = depositFee(tiers, units(0n), amount);
        const [tier] = tiers.filter((row) => BigInt(row.from) <= amount).slice(-1);
        const exactMillionths = amount * BigInt(tier?.ratePpm ?? -1);
        const doubled = 2n * (taken * 1_000_000n - exactMillionths);
        expect(doubled).toBeLessThanOrEqual(1_000_000n);
        expect(doubled).toBeGreaterThan(-1_000_000n);
      }),
    );
  });
});
