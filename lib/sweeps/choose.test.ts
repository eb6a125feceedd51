import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseOffer, isWorthDeploying, type Offer, shareFee } from "./choose";

const offer = (method: Offer["method"]) =>
  fc.record({ method: fc.constant(method), cost: fc.bigInt({ min: 0n, max: 10n ** 20n }) });

describe("the choice of a method", () => {
  it("is never dearer than another offer, and always one of them", () => {
    fc.assert(
      fc.property(offer("classic"), fc.array(offer("batch")), (plain, others) => {
        const chosen = chooseOffer(plain, ...others);
        const all = [plain, ...others];
        expect(all).toContain(chosen);
        expect(all.every(({ cost }) => chosen.cost <= cost)).toBe(true);
      }),
    );
  });

  it("stays with the plain way at the same price", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n }), (cost) => {
        const plain: Offer = { method: "classic", cost };
        expect(chooseOffer(plain, { method: "batch", cost })).toBe(plain);
      }),
    );
  });
});

describe("the contract for batches", () => {
  it("pays for itself sooner the more sweeps there are, and never with none", () => {
    const big = fc.bigInt({ min: 1n, max: 10n ** 18n });
    fc.assert(
      fc.property(big, big, fc.nat(10_000), (deploy, plain, sweeps) => {
        expect(isWorthDeploying({ deploy, plain }, 0)).toBe(false);
        if (isWorthDeploying({ deploy, plain }, sweeps)) {
          expect(isWorthDeploying({ deploy, plain }, sweeps + 1)).toBe(true);
        }
      }),
    );
  });

  it("is made at about twenty sweeps with the gas that was measured", () => {
    const costs = { deploy: 430_000n, plain: 59_398n };
    expect(isWorthDeploying(costs, 18)).toBe(false);
    expect(isWorthDeploying(costs, 19)).toBe(true);
  });
});

describe("the shares of a fee", () => {
  it("make the fee, and none but the first differs", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.integer({ min: 1, max: 50 }),
        (fee, n) => {
          const shares = shareFee(fee, n);
          expect(shares).toHaveLength(n);
          expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(fee);
          expect(new Set(shares.slice(1)).size).toBeLessThanOrEqual(1);
          const [first = 0n, second = first] = shares;
          expect(first >= second && first - second < BigInt(n)).toBe(true);
        },
      ),
    );
  });
});
