import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoanState, SigningState } from "@/lib/db";
import { isUsedUp, nextLoanMove, viewOf } from "./state";

const LIVE: readonly SigningState[] = ["pending", "signed", "broadcast"];
const ENDED: readonly SigningState[] = ["final", "reverted", "dead", "refused"];
const HOUR_MS = 3_600_000;

describe("what a loan means for its sweep", () => {
  const lending = (state: SigningState, included = false) =>
    viewOf({ state: "lending", request: { state, included } });

  it("is nothing to count on until a block holds it, and failed when none can", () => {
    for (const state of LIVE) expect(lending(state)).toBe("coming");
    expect(lending("broadcast", true)).toBe("arriving");
    expect(lending("final")).toBe("there");
    for (const state of ENDED.slice(1)) expect(lending(state)).toBe("failed");
  });

  it("is over once it was taken back: another may be made then", () => {
    const request = { state: "final", included: true } as const;
    const view = (state: LoanState) => viewOf({ state, request });
    expect(viewOf(null)).toBe("none");
    expect(view("lent")).toBe("there");
    expect(view("reclaiming")).toBe("leaving");
    expect(view("reclaimed")).toBe("none");
    expect(view("failed")).toBe("failed");
  });
});

describe("the next move of a loan", () => {
  const states: readonly LoanState[] = ["lending", "lent", "reclaiming", "reclaimed", "failed"];

  it("never asks for a second transaction while one may still be mined", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.constantFrom(...LIVE),
        fc.boolean(),
        (state, request, usedUp) => {
          expect(nextLoanMove({ state, request, usedUp })).toBe("wait");
        },
      ),
    );
  });

  it("follows the transaction, and takes back what is used up", () => {
    const move = (state: LoanState, request: SigningState | null, usedUp = false) =>
      nextLoanMove({ state, request, usedUp });
    expect(move("lending", "final")).toBe("lent");
    for (const request of ENDED.slice(1)) {
      expect(move("lending", request)).toBe("fail");
      expect(move("reclaiming", request)).toBe("reclaim");
    }
    expect(move("lent", "final")).toBe("wait");
    expect(move("lent", "final", true)).toBe("reclaim");
    expect(move("reclaiming", "final")).toBe("reclaimed");
    for (const state of ["reclaimed", "failed"] as const) {
      expect(move(state, "final", true)).toBe("wait");
    }
  });
});

describe("stake may come back", () => {
  const facts = { settled: false, transferLive: false, ageMs: 0 };

  it("when the sweep is settled, or after an hour without a transfer under way", () => {
    expect(isUsedUp(facts)).toBe(false);
    expect(isUsedUp({ ...facts, settled: true })).toBe(true);
    expect(isUsedUp({ ...facts, ageMs: HOUR_MS - 1 })).toBe(false);
    expect(isUsedUp({ ...facts, ageMs: HOUR_MS })).toBe(true);
    expect(isUsedUp({ ...facts, ageMs: 9 * HOUR_MS, transferLive: true })).toBe(false);
  });
});
