import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Address, formatAddress } from "@/lib/chains/spelling";
import { NETWORK_IDS, type NetworkId } from "@/lib/kit";
import { isBurnAddress, isKnownToken } from "./burn-address";
import { lookOf, looksAlike } from "./look-alike";
import { rulesAt } from "./rules";

const digit = fc.constantFrom(..."0123456789abcdef");
const digits = (length: number) =>
  fc.array(digit, { minLength: length, maxLength: length }).map((all) => all.join(""));
const network = fc.constantFrom<NetworkId>(...NETWORK_IDS);
const written = fc.tuple(network, digits(40)).map(([id, hex]) => formatAddress(id, hex as Address));

describe("looksAlike", () => {
  it.each([
    ["TAbcdXXXXXXXXXXXXXXXXXXXXXXXXXwxyz", "TAbcdYYYYYYYYYYYYYYYYYYYYYYYYYwxyz", true],
    ["TAbcdXXXXXXXXXXXXXXXXXXXXXXXXXwxyz", "TAbceYYYYYYYYYYYYYYYYYYYYYYYYYwxyz", false],
    ["TAbcdXXXXXXXXXXXXXXXXXXXXXXXXXwxyz", "TAbcdYYYYYYYYYYYYYYYYYYYYYYYYYwxyZ", false],
    ["TAbcdXXXXXXXXXXXXXXXXXXXXXXXXXwxyz", "TaBCDYYYYYYYYYYYYYYYYYYYYYYYYYwxyz", false],
    [
      "0xABcd000000000000000000000000000000001234",
      "0xabCD111111111111111111111111111111111234",
      true,
    ],
    [
      "0xABcd000000000000000000000000000000001234",
      "0xabcd000000000000000000000000000000001234",
      false,
    ],
    ["0xTbcd", "TTbcd", false],
  ])("%s and %s: %s", (a, b, alike) => {
    expect(looksAlike(a, b)).toBe(alike);
    expect(looksAlike(b, a)).toBe(alike);
  });

  it("never is of an address and itself, is the same both ways, and means the same look", () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        expect(looksAlike(a, a)).toBe(false);
        expect(looksAlike(a, b)).toBe(looksAlike(b, a));
        if (looksAlike(a, b)) expect(lookOf(a)).toBe(lookOf(b));
      }),
    );
  });

  it("sees through what an attacker grinds: equal ends, whatever is between", () => {
    fc.assert(
      fc.property(digits(4), digits(32), digits(32), digits(4), (head, a, b, tail) => {
        const one = formatAddress("USDT-ERC20", `${head}${a}${tail}` as Address);
        const other = formatAddress("USDT-ERC20", `${head}${b}${tail}` as Address);
        expect(looksAlike(one, other)).toBe(a !== b);
      }),
    );
  });
});

describe("places where money is lost", () => {
  it("are known", () => {
    expect(isBurnAddress(`${"0".repeat(36)}dead`)).toBe(true);
    expect(isBurnAddress("0".repeat(40))).toBe(true);
    expect(isBurnAddress(`${"0".repeat(35)}1dead`)).toBe(false);
    expect(isKnownToken("0xdAC17F958D2ee523a2206206994597C13D831ec7")).toBe(true);
    expect(isKnownToken("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")).toBe(true);
    expect(isKnownToken("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T")).toBe(false);
  });
});

describe("rulesAt", () => {
  const now = new Date("2026-02-03T00:00:00Z");
  const later = new Date(now.getTime() + 1);
  const stored = {
    recipientHoldHours: 1,
    recipientHoldBefore: null,
    recipientHoldBeforeUntil: null,
    payoutsOnlyToRecipients: false,
    onlyRecipientsUntil: null,
  };

  it("what was loosened holds as it was until its time is over", () => {
    expect(rulesAt(stored, now)).toEqual({ holdHours: 1, onlyRecipients: false, onlyUntil: null });
    const lowered = { ...stored, recipientHoldBefore: 24, recipientHoldBeforeUntil: later };
    expect(rulesAt(lowered, now).holdHours).toBe(24);
    expect(rulesAt(lowered, later).holdHours).toBe(1);
    expect(rulesAt({ ...lowered, recipientHoldHours: 48 }, now).holdHours).toBe(48);
    const off = { ...stored, onlyRecipientsUntil: later };
    expect(rulesAt(off, now)).toMatchObject({ onlyRecipients: true, onlyUntil: later });
    expect(rulesAt(off, later)).toMatchObject({ onlyRecipients: false, onlyUntil: null });
    const on = { ...off, payoutsOnlyToRecipients: true };
    expect(rulesAt(on, later)).toMatchObject({ onlyRecipients: true, onlyUntil: null });
  });
});
