import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address, Hash, Receipt } from "@/lib/chains";
import { units } from "@/lib/kit";
import { deliveryOf } from "./delivery";

const [wallet, recipient, other] = ["a", "b", "c"].map((digit) => digit.repeat(40) as Address) as [
  Address,
  Address,
  Address,
];
const payment = { from: wallet, to: recipient };
const txHash = "1".repeat(64) as Hash;
const move = (from: Address, to: Address, value: bigint) => ({ from, to, value });

function receipt(
  moves: readonly { from: Address; to: Address; value: bigint }[],
  over: Partial<Receipt> = {},
): Receipt {
  return {
    status: "success",
    block: { height: 7, hash: txHash },
    confirmations: 4,
    final: true,
    feePaid: 1n,
    transfers: moves.map((one, logIndex) => ({
      ...one,
      txHash,
      logIndex,
      value: units(one.value),
    })),
    reason: null,
    ...over,
  };
}

describe("what a payment's receipt says", () => {
  it("is nothing where there is no transfer of ours to the recipient", () => {
    for (const moves of [
      [],
      [move(wallet, other, 5n)],
      [move(other, recipient, 5n)],
      [move(recipient, wallet, 5n)],
    ]) {
      expect(deliveryOf(receipt(moves), payment, { final: true })).toEqual({ kind: "nothing" });
    }
  });

  it("is what the recipient got, whatever the token took besides", () => {
    const taxed = receipt([move(wallet, other, 1n), move(wallet, recipient, 99n)]);
    expect(deliveryOf(taxed, payment, { final: true })).toEqual({ kind: "paid", received: 99n });
  });

  it("waits for a block, for success, and for finality where that is asked for", () => {
    const moved = [move(wallet, recipient, 5n)];
    const young = receipt(moved, { final: false });
    const paid = { kind: "paid", received: 5n };
    expect(deliveryOf(null, payment, { final: false })).toEqual({ kind: "unknown" });
    expect(deliveryOf(young, payment, { final: true })).toEqual({ kind: "unknown" });
    expect(deliveryOf(young, payment, { final: false })).toEqual(paid);
    const reverted = receipt([], { status: "reverted" });
    expect(deliveryOf(reverted, payment, { final: true })).toEqual({ kind: "unknown" });
  });

  it("is paid exactly when tokens went from the one to the other, by any logs", () => {
    const party = fc.constantFrom(wallet, recipient, other);
    const moves = fc.array(
      fc.record({ from: party, to: party, value: fc.bigInt({ min: 1n, max: 10n ** 12n }) }),
    );
    fc.assert(
      fc.property(moves, (list) => {
        const sum = list
          .filter((one) => one.from === wallet && one.to === recipient)
          .reduce((total, one) => total + one.value, 0n);
        const expected = sum > 0n ? { kind: "paid", received: sum } : { kind: "nothing" };
        expect(deliveryOf(receipt(list), payment, { final: true })).toEqual(expected);
      }),
    );
  });
});
