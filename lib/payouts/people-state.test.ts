import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Units, units } from "@/lib/kit";
import { decideApproval, mostOf, peopleNeeded } from "./people-state";

const money = fc.bigInt({ min: 1n, max: 1_000_000_000n }).map(units);
const rule = fc.option(money, { nil: null });
const person = fc.constantFrom("ada", "ben", "cleo", "dan");
const words = fc.uniqueArray(person);
const kind = fc.constantFrom("withdrawal" as const, "payout" as const);

describe("peopleNeeded", () => {
  it("is two from the sum on", () => {
    expect(peopleNeeded(units(5n), null)).toBe(1);
    expect(peopleNeeded(units(5n), units(6n))).toBe(1);
    expect(peopleNeeded(units(5n), units(5n))).toBe(2);
    expect(peopleNeeded(units(5n), units(0n))).toBe(2);
  });
});

describe("mostOf", () => {
  it("is covered with its fee, and one unit more is not", () => {
    fc.assert(
      fc.property(money, money, (available, fee) => {
        expect(mostOf(available, fee, "user")).toBe(available);
        const most = mostOf(available, fee, "merchant");
        if (most > 0n) expect(most + fee).toBe(available as Units);
        else expect(fee).toBeGreaterThanOrEqual(available);
      }),
    );
  });
});

describe("decideApproval", () => {
  it("never lets go what took fewer people than the rule says, or who asked for it", () => {
    fc.assert(
      fc.property(
        kind,
        money,
        rule,
        fc.option(person, { nil: null }),
        words,
        person,
        (type, amount, fourEyesAbove, askedBy, approvedBy, me) => {
          const facts = { type, amount, fourEyesAbove, askedBy, approvedBy };
          const decision = decideApproval(facts, me);
          const people = new Set([...approvedBy, me]);
          if (type === "payout" && askedBy !== null) people.add(askedBy);
          const two = peopleNeeded(amount, fourEyesAbove) === 2;
          if (decision === "released") {
            if (two && !(type === "payout" && askedBy === null)) {
              expect(people.size).toBeGreaterThanOrEqual(2);
            }
            if (two || type === "payout") expect(me).not.toBe(askedBy);
          }
          if (decision === "approved_before") expect(approvedBy).toContain(me);
          if (decision === "recorded") expect(approvedBy).not.toContain(me);
          if (!two && type === "withdrawal") expect(decision).toBe("released");
        },
      ),
    );
  });
});
