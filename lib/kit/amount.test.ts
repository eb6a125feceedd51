import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatAmount,
  MAX_AMOUNT,
  maxUnits,
  minUnits,
  parseAmount,
  parseJsonNumber,
  partsPerMillionHalfUp,
  units,
} from "./amount";

const anyUnits = fc.bigInt({ min: 0n, max: 10n ** 30n }).map(units);

describe("parseAmount", () => {
  it.each([
    ["50", 50_000_000n],
    ["0", 0n],
    ["0.000001", 1n],
    ["50.123456", 50_123_456n],
    ["50.000000", 50_000_000n],
    ["0.1", 100_000n],
    ["1000000000", 1_000_000_000_000_000n],
    ["9007199254740993", 9_007_199_254_740_993_000_000n],
  ])("reads %s exactly", (text, expected) => {
    expect(parseAmount(text)).toBe(expected);
  });

  it.each([
    ["nothing", ""],
    ["a minus", "-1"],
    ["minus zero", "-0"],
    ["a plus", "+1"],
    ["blanks around it", " 50 "],
    ["a line break after it", "50\n"],
    ["an exponent", "5e1"],
    ["a small exponent", "1e-7"],
    ["a huge exponent", "1e309"],
    ["hex", "0x32"],
    ["seven places", "50.0000001"],
    ["seven places that are zero", "1.0000000"],
    ["nine places", "50.123456789"],
    ["a comma", "50,00"],
    ["a thousands separator", "1,000"],
    ["a numeric separator", "1_000"],
    ["Arabic digits", "٥٠"],
    ["fullwidth digits", "５０"],
    ["no digit before the point", ".5"],
    ["no digit after the point", "5."],
    ["two points", "1.2.3"],
    ["not a number", "NaN"],
    ["infinity", "Infinity"],
    ["null", "null"],
    ["true", "true"],
    ["a bigint's suffix", "50n"],
    ["more digits than any amount has", "1".repeat(31)],
  ])("refuses %s", (_, text) => {
    expect(parseAmount(text)).toBeNull();
  });

  it("reads back whatever formatAmount writes", () => {
    fc.assert(
      fc.property(anyUnits, (value) => {
        const text = formatAmount(value);
        expect(text).toMatch(/^\d+(\.\d{0,5}[1-9])?$/);
        expect(parseAmount(text)).toBe(value);
        expect(parseJsonNumber(text)).toBe(value);
      }),
    );
  });

  it("answers null or the exact value for any text", () => {
    const nearly = fc.string({ unit: fc.constantFrom(..."0123456789.-+eE, x_") });
    fc.assert(
      fc.property(nearly, (text) => {
        const value = parseAmount(text);
        const plain = /^\d{1,30}(\.\d{1,6})?$/.test(text);
        expect(value === null).toBe(!plain);
        if (value !== null) expect(Number(text)).toBeCloseTo(Number(value) / 1e6, 6);
      }),
    );
  });
});

describe("parseJsonNumber", () => {
  it.each([
    ["50", 50_000_000n],
    ["5e1", 50_000_000n],
    ["5E+1", 50_000_000n],
    ["500e-1", 50_000_000n],
    ["0.5e-5", 5n],
    ["1e-6", 1n],
    ["1.5e3", 1_500_000_000n],
    ["0e5", 0n],
    ["10e-7", 1n],
  ])("reads %s exactly", (text, expected) => {
    expect(parseJsonNumber(text)).toBe(expected);
  });

  it.each(["-1", "-0", "-0.0", "-1e2", "1e-7", "15e-7", "50.0000001", "1.0000000", "1e309"])(
    "refuses %s",
    (text) => {
      expect(parseJsonNumber(text)).toBeNull();
    },
  );

  it.each([
    "",
    "NaN",
    "Infinity",
    "0x32",
    " 50",
    "50 ",
    "1e",
    "e1",
    ".5",
    "5.",
    "1e5e5",
    "1e99999",
  ])("refuses %j, which is no JSON number", (text) => {
    expect(parseJsonNumber(text)).toBeNull();
  });

  it("does not depend on where the point and the exponent stand", () => {
    fc.assert(
      fc.property(anyUnits, fc.integer({ min: 0, max: 20 }), (value, shift) => {
        expect(parseJsonNumber(`${value}e-6`)).toBe(value);
        expect(parseJsonNumber(`${value}${"0".repeat(shift)}e-${6 + shift}`)).toBe(value);
        if (value % 10n !== 0n) expect(parseJsonNumber(`${value}e-7`)).toBeNull();
      }),
    );
  });

  it("is quick on the longest body that is let in", () => {
    const started = performance.now();
    parseJsonNumber(`${"9".repeat(100_000)}e-6`);
    parseJsonNumber(`1e-9999`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("formatAmount", () => {
  it.each([
    [0n, "0"],
    [1n, "0.000001"],
    [50_000_000n, "50"],
    [1_500_000n, "1.5"],
    [-1_500_000n, "-1.5"],
    [-1n, "-0.000001"],
    [MAX_AMOUNT, "1000000000"],
    [10n ** 30n, "1000000000000000000000000"],
  ])("writes %s as %s", (value, text) => {
    expect(formatAmount(value)).toBe(text);
  });

  it("takes another scale", () => {
    expect(formatAmount(1n, 18)).toBe("0.000000000000000001");
    expect(formatAmount(123n, 0)).toBe("123");
  });

  it("never writes a minus before nothing", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (value) => {
        expect(formatAmount(value).startsWith("-")).toBe(value < 0n);
        expect(formatAmount(-value).replace("-", "")).toBe(formatAmount(value).replace("-", ""));
      }),
    );
  });
});

describe("partsPerMillionHalfUp", () => {
  it.each([
    [50_000_000n, 10_000, 500_000n],
    [1n, 500_000, 1n],
    [1n, 499_999, 0n],
    [3n, 500_000, 2n],
    [0n, 10_000, 0n],
    [123n, 0, 0n],
    [123n, 1_000_000, 123n],
  ])("of %s, %s ppm is %s", (value, ppm, expected) => {
    expect(partsPerMillionHalfUp(units(value), ppm)).toBe(expected);
  });

  it("is within half a unit of the exact share, and a tie goes up", () => {
    fc.assert(
      fc.property(anyUnits, fc.integer({ min: 0, max: 1_000_000 }), (value, ppm) => {
        const off = partsPerMillionHalfUp(value, ppm) * 1_000_000n - value * BigInt(ppm);
        expect(off).toBeGreaterThan(-500_000n);
        expect(off).toBeLessThanOrEqual(500_000n);
      }),
    );
  });
});

describe("maxUnits and minUnits", () => {
  it("order any two amounts", () => {
    fc.assert(
      fc.property(anyUnits, anyUnits, (a, b) => {
        expect(maxUnits(a, b) + minUnits(a, b)).toBe(a + b);
        expect(maxUnits(a, b)).toBeGreaterThanOrEqual(minUnits(a, b));
      }),
    );
  });

  it("add without the errors of binary fractions", () => {
    const tenth = parseAmount("0.1") ?? 0n;
    expect(tenth + tenth + tenth).toBe(parseAmount("0.3"));
  });
});
