import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoanView } from "@/lib/energy";
import { nextMove, type RequestState, type SweepFacts } from "./state";

const REQUESTS: readonly RequestState[] = [
  "none",
  "pending",
  "signed",
  "broadcast",
  "included",
  "final",
  "reverted",
  "dead",
  "refused",
];
const LOANS: readonly LoanView[] = [
  "none",
  "coming",
  "arriving",
  "there",
  "leaving",
  "overdue",
  "failed",
];
const LIVE: readonly RequestState[] = ["pending", "signed", "broadcast", "included"];

const facts: SweepFacts = {
  state: "funding",
  gas: "none",
  token: "none",
  loan: "none",
  nativeBalance: 0n,
  nativeNeeded: 10n,
};
const anyFacts = fc.record({
  state: fc.constantFrom("planned" as const, "funding" as const),
  gas: fc.constantFrom(...REQUESTS),
  token: fc.constantFrom(...REQUESTS),
  loan: fc.constantFrom(...LOANS),
  nativeBalance: fc.bigInt({ min: 0n, max: 20n }),
  nativeNeeded: fc.bigInt({ min: 0n, max: 20n }),
});

describe("the next move of a sweep", () => {
  it("brings coin only when no other coin is on its way, and lends once", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const move = nextMove(given);
        if (move.kind !== "fund") return;
        expect(move.missing).toBe(given.nativeNeeded - given.nativeBalance);
        expect(move.missing).toBeGreaterThan(0n);
        expect(move.maySend).toBe(!LIVE.includes(given.gas));
        expect(move.mayLend).toBe(given.loan === "none");
        expect(move.maySend || move.mayLend).toBe(true);
      }),
    );
  });

  it("sends once the address owns enough, unless energy comes or goes", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const enough = given.nativeBalance >= given.nativeNeeded;
        const moves = given.loan === "coming" || given.loan === "leaving";
        expect(nextMove(given).kind === "send").toBe(enough && !moves);
      }),
    );
  });

  it("waits for energy that is in a block that a node has not seen yet", () => {
    expect(nextMove({ ...facts, loan: "arriving" })).toEqual({ kind: "wait" });
    expect(nextMove({ ...facts, loan: "there" })).toMatchObject({ kind: "fund", mayLend: false });
  });

  it("lends to an account from the block that opens it on", () => {
    expect(nextMove({ ...facts, gas: "broadcast" })).toEqual({ kind: "wait" });
    const included = { kind: "fund", missing: 10n, mayLend: true, maySend: false };
    expect(nextMove({ ...facts, gas: "included" })).toEqual(included);
    expect(nextMove({ ...facts, gas: "included", loan: "failed" })).toEqual({ kind: "wait" });
  });

  it("settles by the final transfer alone, and starts over when it is over", () => {
    const sending = (token: RequestState) => nextMove({ ...facts, state: "sending", token }).kind;
    expect(sending("final")).toBe("settle");
    for (const token of LIVE) expect(sending(token)).toBe("wait");
    for (const token of ["reverted", "dead", "none"] as const)
      expect(sending(token)).toBe("replan");
    expect(sending("refused")).toBe("block");
  });
});
