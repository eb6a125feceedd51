import { describe, expect, it } from "vitest";
import { digestOf } from "@/lib/command";
import { newId, units } from "@/lib/kit";
import { requestSetSubject } from "./approve-many";
import { approvalSubject } from "./approve-request";
import { payoutSubject, type ShownPayout } from "./create-payout";

const digest = (subject: Parameters<typeof digestOf>[1]) => digestOf("x", subject).toString("hex");
const of = (amount: bigint) => units(amount);

describe("D-16: what a code is given for", () => {
  it("is every fact of a payout that was shown", () => {
    const shown: ShownPayout = {
      network: "USDT-TRC20",
      address: "TA",
      amount: of(50n),
      fee: of(2n),
      net: of(48n),
      feePayer: "user",
      key: "one",
    };
    const others: readonly Partial<ShownPayout>[] = [
      { network: "USDT-ERC20" },
      { address: "TB" },
      { amount: of(51n) },
      { fee: of(3n) },
      { net: of(47n) },
      { feePayer: "merchant" },
      { key: "two" },
    ];
    expect(others.flatMap(Object.keys).sort()).toEqual(Object.keys(shown).sort());
    const digests = [shown, ...others.map((other) => ({ ...shown, ...other }))].map((one) =>
      digest(payoutSubject(one)),
    );
    expect(new Set(digests).size).toBe(others.length + 1);
  });

  it("is every fact of a request, and its revision", () => {
    const shown = {
      id: newId(),
      network: "USDT-TRC20",
      walletAddress: "TA",
      amountUnits: of(50n),
      feeUnits: of(2n),
      netUnits: of(48n),
      revision: 0,
    } as const;
    const others = [
      { id: newId() },
      { network: "USDT-ERC20" },
      { walletAddress: "TB" },
      { amountUnits: of(51n) },
      { feeUnits: of(3n) },
      { netUnits: of(47n) },
      { revision: 1 },
    ] as const;
    expect(others.flatMap(Object.keys).sort()).toEqual(Object.keys(shown).sort());
    const digests = [shown, ...others.map((other) => ({ ...shown, ...other }))].map((one) =>
      digest(approvalSubject(one)),
    );
    expect(new Set(digests).size).toBe(others.length + 1);
  });

  it("is exactly the set, and what it comes to", () => {
    const total = { network: "USDT-TRC20", count: 2, amount: of(50n), net: of(48n) } as const;
    const set = { ids: ["a", "b"], totals: [total] };
    const others = [
      { ...set, ids: ["a"] },
      { ...set, totals: [{ ...total, network: "USDT-ERC20" as const }] },
      { ...set, totals: [{ ...total, count: 1 }] },
      { ...set, totals: [{ ...total, amount: of(51n) }] },
      { ...set, totals: [{ ...total, net: of(47n) }] },
      { ...set, totals: [] },
    ];
    const digests = [set, ...others].map((one) => digest(requestSetSubject(one)));
    expect(new Set(digests).size).toBe(others.length + 1);
  });
});
