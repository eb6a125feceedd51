import { describe, expect, it } from "vitest";
import { isUuid, newCheckoutCode, newClientId, newId, newSecretText } from "./ids";

const MANY = 2_000;

function many(make: () => string): string[] {
  return Array.from({ length: MANY }, make);
}

describe("ids", () => {
  it("are version 7, all different, and sort by the time they were made", () => {
    const ids = many(newId);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
    expect(new Set(ids).size).toBe(MANY);
    expect([...ids].sort()).toEqual(ids);
  });

  it.each([
    ["codes", newCheckoutCode, /^[0-9A-Za-z]{22}$/],
    ["client ids", newClientId, /^[0-9a-f]{24}$/],
    ["secrets", newSecretText, /^[0-9A-Za-z]{43}$/],
  ] as const)("%s have their form and never repeat", (_, make, form) => {
    const texts = many(make);
    for (const text of texts) expect(text).toMatch(form);
    expect(new Set(texts).size).toBe(MANY);
  });

  it("use the whole alphabet evenly", () => {
    const counts = new Map<string, number>();
    for (const char of many(newSecretText).join("")) counts.set(char, (counts.get(char) ?? 0) + 1);
    const expected = (MANY * 43) / 62;
    expect(counts.size).toBe(62);
    for (const count of counts.values()) {
      expect(Math.abs(count - expected)).toBeLessThan(expected * 0.25);
    }
  });

  it("are told from other texts", () => {
    expect(isUuid(newId())).toBe(true);
    for (const text of ["", "1", newId().slice(1), `${newId()} `, `{${newId()}}`, newClientId()]) {
      expect(isUuid(text)).toBe(false);
    }
  });
});
