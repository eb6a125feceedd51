import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { units } from "@/lib/kit";
import { decideDeposit, decideManual, normalHash } from "./state";

const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n }).map(units);
const deposits = amounts.chain((amount) =>
  fc.record({
    amount: fc.constant(amount),
    fee: fc.bigInt({ min: 0n, max: amount }).map(units),
    feePayer: fc.constantFrom("merchant" as const, "user" as const),
    active: fc.boolean(),
    usedByHand: fc.boolean(),
  }),
);

describe("decideDeposit", () => {
  it("raises the figure by the amount, less the fee where the user pays, or by nothing with a reason", () => {
    fc.assert(
      fc.property(deposits, (facts) => {
        const { figure, reason } = decideDeposit(facts);
        expect(figure).toBeGreaterThanOrEqual(0n);
        expect(figure).toBeLessThanOrEqual(facts.amount);
        if (facts.active && !facts.usedByHand) {
          expect(reason).toBeNull();
          expect(figure + (facts.feePayer === "user" ? facts.fee : 0n)).toBe(facts.amount);
        } else {
          expect(figure).toBe(0n);
          expect(reason).toBe(facts.active ? "hash_already_used" : "wallet_inactive");
        }
      }),
    );
  });
});

describe("decideManual", () => {
  it("credits once: the same again repeats, anything else is refused", () => {
    fc.assert(
      fc.property(amounts, amounts, (first, second) => {
        expect(decideManual(first, null)).toBe("credit");
        expect(decideManual(second, { source: "manual", amount: first })).toBe(
          first === second ? "repeat" : "other_amount",
        );
        expect(decideManual(second, { source: "chain", amount: first })).toBe("credited_by_chain");
      }),
    );
  });
});

describe("normalHash", () => {
  const hex = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((b) => Buffer.from(b).toString("hex"));

  it("is one for every spelling of a hash, and keeps every other text", () => {
    fc.assert(
      fc.property(hex, fc.string({ maxLength: 255 }), (hash, text) => {
        for (const spelling of [hash, hash.toUpperCase(), `0x${hash}`, `0X${hash.toUpperCase()}`]) {
          expect(normalHash(spelling)).toBe(hash);
        }
        for (const other of [`${hash}0`, hash.slice(1), ` ${hash}`, `${hash}\n`, text]) {
          if (!/^(0x)?[0-9a-f]{64}$/i.test(other)) expect(normalHash(other)).toBe(other);
        }
      }),
    );
  });
});
