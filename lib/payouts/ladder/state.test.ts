import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SigningState } from "@/lib/db";
import { type Attempt, type LadderFacts, nextStep } from "./state";

const T0 = new Date(0);
let made = 0;
const attempt = (over: Partial<Attempt>): Attempt => {
  made += 1;
  return {
    id: `id-${made}`,
    purpose: "withdrawal",
    attempt: made,
    state: "broadcast",
    replaces: null,
    nonce: 7,
    txHash: `hash-${made}`,
    broadcasts: 1,
    includedHeight: null,
    includedStatus: null,
    rejectedReason: null,
    lastError: null,
    refusal: null,
    createdAt: T0,
    endedAt: null,
    ...over,
  };
};
const sent: LadderFacts = {
  type: "payout",
  state: "sent",
  txHash: null,
  includedHeight: null,
};
const refusedByNode = { rejectedReason: "GAS: no", broadcasts: 3 };

describe("a sent withdrawal", () => {
  it("shows the newest hash, and waits", () => {
    const a = attempt({});
    expect(nextStep(sent, [a])).toEqual({ kind: "note", txHash: a.txHash, height: null });
    expect(nextStep({ ...sent, txHash: a.txHash }, [a])).toEqual({ kind: "wait" });
    expect(nextStep(sent, [attempt({ state: "pending", txHash: null })])).toEqual({ kind: "wait" });
    const b = attempt({ replaces: a.id });
    expect(nextStep({ ...sent, txHash: a.txHash }, [a, b])).toMatchObject({ txHash: b.txHash });
  });

  it("is told when a block holds one of its attempts, whichever", () => {
    const a = attempt({ includedHeight: 5, includedStatus: "success" });
    const b = attempt({ replaces: a.id });
    const told = { kind: "include", txHash: a.txHash, height: 5 };
    expect(nextStep({ ...sent, txHash: b.txHash }, [a, b])).toEqual(told);
    expect(
      nextStep(sent, [
        { ...a, state: "final" },
        { ...b, state: "dead" },
      ]),
    ).toEqual(told);
    expect(nextStep({ ...sent, txHash: a.txHash }, [{ ...a, includedStatus: "reverted" }])).toEqual(
      {
        kind: "wait",
      },
    );
  });

  it("fails when it reverted for good, or when every node refused it and it can't be mined any more", () => {
    const reverted = attempt({ state: "reverted", lastError: "OUT_OF_ENERGY" });
    expect(nextStep(sent, [reverted])).toEqual({ kind: "fail", reason: "OUT_OF_ENERGY" });
    const other = attempt({ replaces: reverted.id });
    expect(nextStep({ ...sent, txHash: other.txHash }, [reverted, other]).kind).toBe("wait");
    const refused = attempt({ state: "dead", ...refusedByNode });
    expect(nextStep(sent, [refused])).toEqual({ kind: "fail", reason: "GAS: no" });
    const taken = attempt({ state: "dead", replaces: refused.id });
    expect(nextStep(sent, [refused, taken])).toEqual({ kind: "sign" });
  });

  it("is signed anew when its attempt died without a word", () => {
    expect(nextStep(sent, [attempt({ state: "dead" })])).toEqual({ kind: "sign" });
  });

  it("rests after the signer refused, and what fills the gap is no attempt of its own", () => {
    const refused = attempt({ attempt: 1, state: "refused", refusal: "kind", txHash: null });
    const until = new Date(30_000);
    const resting = { kind: "rest", reason: "the signer refused: kind", until };
    expect(nextStep(sent, [refused])).toEqual(resting);
    const filler = attempt({ purpose: "withdrawal_cancel", replaces: refused.id });
    expect(nextStep(sent, [refused, filler])).toEqual(resting);
    expect(nextStep(sent, [refused, { ...filler, state: "final" }])).toEqual(resting);
  });

  it("of collected fees is given up when the signer does not know the recipient, and nothing of it was signed", () => {
    const fees: LadderFacts = { ...sent, type: "fee_settlement" };
    const refused = attempt({ attempt: 1, state: "refused", refusal: "to", txHash: null });
    const until = new Date(30_000);
    const abandoned = { kind: "abandon", reason: "the signer refused: to", until };
    expect(nextStep(fees, [refused])).toEqual(abandoned);
    expect(nextStep(sent, [refused])).toEqual({ ...abandoned, kind: "rest" });
    expect(nextStep({ ...fees, state: "included" }, [refused]).kind).toBe("rest");
    expect(nextStep(fees, [{ ...refused, refusal: "value" }]).kind).toBe("rest");
    const dead = attempt({ attempt: 1, state: "dead" });
    expect(nextStep(fees, [dead, { ...refused, attempt: 2 }])).toMatchObject({ kind: "abandon" });
    const live = attempt({ attempt: 1, txHash: "live" });
    expect(nextStep({ ...fees, txHash: "live" }, [live, { ...refused, attempt: 2 }])).toEqual({
      kind: "wait",
    });
  });

  it("is cancelled at its nonce when nodes refuse all its attempts, some times; never on Tron", () => {
    const a = attempt(refusedByNode);
    const facts = { ...sent, txHash: a.txHash };
    expect(nextStep(facts, [a])).toEqual({ kind: "cancel", attempt: a.id });
    expect(nextStep(facts, [{ ...a, broadcasts: 2 }]).kind).toBe("wait");
    expect(nextStep(facts, [{ ...a, nonce: null }]).kind).toBe("wait");
    const open = attempt({ replaces: a.id });
    expect(nextStep({ ...sent, txHash: open.txHash }, [a, open]).kind).toBe("wait");
    const cancel = attempt({ purpose: "withdrawal_cancel", replaces: a.id });
    expect(nextStep(facts, [a, cancel]).kind).toBe("wait");
    const dead = { ...a, state: "dead" } as const;
    expect(nextStep(facts, [dead, cancel]).kind).toBe("wait");
    expect(nextStep(facts, [dead, { ...cancel, state: "final" }]).kind).toBe("fail");
  });
});

describe("an included withdrawal", () => {
  const a = attempt({ attempt: 1, includedHeight: 5, includedStatus: "success" });
  const facts: LadderFacts = {
    ...sent,
    state: "included",
    txHash: a.txHash,
    includedHeight: 5,
  };

  it("is settled when its transaction is final", () => {
    expect(nextStep(facts, [a])).toEqual({ kind: "wait" });
    expect(nextStep(facts, [{ ...a, state: "final" }])).toEqual({
      kind: "settle",
      txHash: a.txHash,
    });
  });

  it("keeps its hash while no block holds it, and follows it to another block in silence", () => {
    const gone = { ...a, includedHeight: null, includedStatus: null };
    const note = { kind: "note", txHash: a.txHash, height: null };
    expect(nextStep(facts, [gone])).toEqual(note);
    expect(nextStep({ ...facts, includedHeight: null }, [gone])).toEqual({ kind: "wait" });
    expect(nextStep({ ...facts, includedHeight: null }, [{ ...a, includedHeight: 8 }])).toEqual({
      ...note,
      height: 8,
    });
  });

  it("is told again with another hash", () => {
    const b = attempt({ includedHeight: 9, includedStatus: "success" });
    const told = { kind: "include", txHash: b.txHash, height: 9 };
    expect(nextStep(facts, [{ ...a, state: "dead" }, b])).toEqual(told);
    expect(
      nextStep(facts, [
        { ...a, state: "dead" },
        { ...b, state: "final" },
      ]),
    ).toEqual(told);
  });

  it("is signed anew, after a rest where the chain had a word against it", () => {
    expect(nextStep(facts, [{ ...a, state: "dead" }])).toEqual({ kind: "sign" });
    const reverted = {
      ...a,
      state: "reverted",
      endedAt: new Date(1_000),
      lastError: "no",
    } as const;
    expect(nextStep(facts, [reverted])).toEqual({
      kind: "rest",
      reason: "no",
      until: new Date(31_000),
    });
  });
});

const STATES: readonly SigningState[] = [
  "pending",
  "signed",
  "broadcast",
  "final",
  "reverted",
  "dead",
  "refused",
];
const anyAttempts = fc
  .array(
    fc.record({
      isCancel: fc.boolean(),
      state: fc.constantFrom(...STATES),
      parent: fc.integer({ min: -1, max: 5 }),
      nonce: fc.constantFrom(null, 1, 2),
      included: fc.constantFrom(null, "success" as const, "reverted" as const),
      rejected: fc.boolean(),
      refusal: fc.constantFrom("to", "value"),
      broadcasts: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map(
      (a, at): Attempt => ({
        ...attempt({}),
        id: `a${at}`,
        attempt: at + 1,
        purpose: a.isCancel ? "withdrawal_cancel" : "withdrawal",
        state: a.state,
        replaces: a.parent >= 0 && a.parent < at ? `a${a.parent}` : null,
        nonce: a.nonce,
        txHash: ["pending", "refused"].includes(a.state) ? null : `h${at}`,
        includedHeight: a.included === null ? null : 3,
        includedStatus: a.included,
        rejectedReason: a.rejected ? "never" : null,
        refusal: a.state === "refused" ? a.refusal : null,
        broadcasts: a.broadcasts,
      }),
    ),
  );
const anyFacts = fc.record({
  type: fc.constantFrom("payout" as const, "fee_settlement" as const),
  state: fc.constantFrom("sent" as const, "included" as const),
  txHash: fc.constantFrom(null, "h0", "h1", "h2"),
  includedHeight: fc.constantFrom(null, 3, 4),
});

describe("whatever the attempts are", () => {
  it("none is asked for beside one that may be mined, and none after a payment", () => {
    fc.assert(
      fc.property(anyFacts, anyAttempts, (facts, attempts) => {
        const payments = attempts.filter((a) => a.purpose === "withdrawal");
        const open = payments.some((a) =>
          ["pending", "signed", "broadcast", "final"].includes(a.state),
        );
        const { kind } = nextStep(facts, attempts);
        if (open) expect(kind).not.toMatch(/^(sign|rest|fail|abandon)$/);
        if (kind === "fail" || kind === "abandon") expect(facts.state).toBe("sent");
        if (kind === "settle") expect(payments.some((a) => a.state === "final")).toBe(true);
        if (payments.some((a) => a.state === "final")) {
          expect(["include", "note", "settle"]).toContain(kind);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("noting and telling come to an end", () => {
    fc.assert(
      fc.property(anyFacts, anyAttempts, (first, attempts) => {
        let facts: LadderFacts = first;
        const included = { state: "included" } as const;
        for (let steps = 0; steps < 4; steps += 1) {
          const step = nextStep(facts, attempts);
          if (step.kind === "note") {
            facts = { ...facts, txHash: step.txHash, includedHeight: step.height };
          } else if (step.kind === "include") {
            facts = { ...facts, ...included, txHash: step.txHash, includedHeight: step.height };
          } else return;
        }
        throw new Error("it never rests");
      }),
      { numRuns: 1_000 },
    );
  });
});
