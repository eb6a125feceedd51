/** An amount of money in the smallest unit of its asset (micro-USDT almost everywhere). */
export type Units = bigint & { readonly __brand: "units" };

/** Decimal places of USDT. */
export const USDT_SCALE = 6;
/** The largest amount the API takes: 1,000,000,000 USDT. */
export const MAX_AMOUNT = 1_000_000_000_000_000n as Units;

/** Marks a bigint as units. */
export function units(value: bigint): Units {
  return value as Units;
}

const PLAIN_DECIMAL = /^(\d{1,30})(?:\.(\d{1,6}))?$/;
const JSON_NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * Parses a plain decimal string ("50", "0.000001") exactly to micro-USDT.
 * Null for anything else: signs, blanks, exponents, separators, more than six places as written.
 */
export function parseAmount(text: string): Units | null {
  const match = PLAIN_DECIMAL.exec(text);
  if (!match?.[1]) return null;
  const value = BigInt(match[1]) * 10n ** 6n + BigInt((match[2] ?? "").padEnd(USDT_SCALE, "0"));
  return units(value);
}

/**
 * Parses the text of a JSON number exactly to micro-USDT. An exponent is fine where the value has no
 * more than six places; more than six places as written are refused (1.0000000 too).
 */
export function parseJsonNumber(text: string): Units | null {
  const match = JSON_NUMBER.exec(text);
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponentText] = match;
  if (sign === "-") return null;
  if (exponentText === undefined) return parseAmount(text);
  return scaleDigits(whole, fraction, Number(exponentText));
}

function scaleDigits(whole: string, fraction: string, exponent: number): Units | null {
  const shift = exponent - fraction.length + USDT_SCALE;
  if (shift > 60) return null;
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return units(digits * 10n ** BigInt(shift));
  const divisor = 10n ** BigInt(-shift);
  return digits % divisor === 0n ? units(digits / divisor) : null;
}

/** Writes units as a plain decimal without trailing zeros: 50000000n is "50". Never in exponents. */
export function formatAmount(value: bigint, scale: number = USDT_SCALE): string {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${sign}${whole}${fraction ? `.${fraction}` : ""}`;
}

/** Parts per million of an amount, rounded half up to the unit. */
export function partsPerMillionHalfUp(value: Units, ppm: number): Units {
  return units((value * BigInt(ppm) + 500_000n) / 1_000_000n);
}

export function maxUnits(a: Units, b: Units): Units {
  return a > b ? a : b;
}

export function minUnits(a: Units, b: Units): Units {
  return a < b ? a : b;
}
