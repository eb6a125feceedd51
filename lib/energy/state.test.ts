import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoanState, SigningState } from "@/lib/db";
import { isOverdue, isUsedUp, nextLoanMove, reasonOf, viewOf } from "./state";

const LIVE: readonly SigningState[] = ["pending", "signed", "broadcast"];
const ENDED: readonly SigningState[] = ["final", "reverted", "dead", "refused"];
const HOUR_MS = 3_600_000;

const loan = {
  state: "lending",
  request: { state: "final", included: true },
  isOwn: true,
  isOverdue: false,
} as const;

describe("what a loan means for its sweep", () => {
  const lending = (state: SigningState, included = false) =>
    viewOf({ ...loan, request: { state, included } });

  it("is nothing to count on until a block holds it, and failed when none can", () => {
    for (const state of LIVE) expect(lending(state)).toBe("coming");
    expect(lending("broadcast", true)).toBe("arriving");
    expect(lending("final")).toBe("there");
    for (const state of ENDED.slice(1)) expect(lending(state)).toBe("failed");
  });

  it("is over once it was taken back: another may be made then", () => {
    const view = (state: LoanState) => viewOf({ ...loan, state });
    expect(viewOf(null)).toBe("none");
    expect(view("lent")).toBe("there");
    expect(view("reclaiming")).toBe("leaving");
    expect(view("reclaimed")).toBe("none");
    expect(view("failed")).toBe("failed");
  });

  it("is to go when it was made for an earlier sweep, and overdue when it does not", () => {
    for (const state of ["lending", "lent", "reclaiming"] as const) {
      expect(viewOf({ ...loan, state, isOwn: false })).toBe("leaving");
      expect(viewOf({ ...loan, state, isOwn: false, isOverdue: true })).toBe("overdue");
    }
    expect(viewOf({ ...loan, state: "reclaiming", isOverdue: true })).toBe("overdue");
    expect(viewOf({ ...loan, state: "lent", isOverdue: true })).toBe("there");
  });

  it("is overdue once the chain would not give it back, or did not at the first asking", () => {
    const asked = (state: SigningState, attempt: number) => isOverdue(null, { state, attempt });
    expect(isOverdue(null, null)).toBe(false);
    expect(isOverdue("not lent", null)).toBe(true);
    for (const state of LIVE) {
      expect(asked(state, 1)).toBe(false);
      expect(asked(state, 2)).toBe(true);
    }
    for (const state of ENDED.slice(1)) expect(asked(state, 1)).toBe(true);
    expect(asked("final", 2)).toBe(false);
  });
});

describe("the reason for what came to nothing", () => {
  it("is the signer's, a node's, the chain's, in this order", () => {
    const request = {
      state: "dead",
      refusal: null,
      rejectedReason: null,
      lastError: null,
    } as const;
    expect(reasonOf(request)).toBe("dead");
    expect(reasonOf({ ...request, lastError: "expired" })).toBe("expired");
    const rejected = { ...request, lastError: "expired", rejectedReason: "too much" };
    expect(reasonOf(rejected)).toBe("too much");
    expect(reasonOf({ ...rejected, refusal: "value" })).toBe("value");
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
