import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAmount, present, type Units, units } from "@/lib/kit";
import { sceneAmounts } from "./scene-amounts";

const usdt = (text: string): Units => present(parseAmount(text), text);
const some = fc.bigInt({ min: 1n, max: 10n ** 15n }).map(units);
const sum = (amounts: readonly Units[]) => amounts.reduce((all, one) => all + one, 0n);

describe("C-35: what a scene sends", () => {
  it.each([
    ["exact", "50", ["50"]],
    ["late", "50", ["50"]],
    ["expire", "50", ["50"]],
    ["reorganise", "50", ["50"]],
    ["part", "50", ["30"]],
    ["part", "0.000003", ["0.000001"]],
    ["part", "0.000001", ["0.000001"]],
    ["over", "50", ["55"]],
    ["over", "0.000001", ["0.000002"]],
    ["two", "12.345679", ["6.172839", "6.17284"]],
    ["two", "0.000001", ["0.000001"]],
  ] as const)("%s of %s", (scene, remaining, amounts) => {
    expect(sceneAmounts(scene, usdt(remaining))).toEqual(amounts.map(usdt));
  });

  it("a part is less unless nothing is less, too much is more, two are the sum; none is nothing", () => {
    fc.assert(
      fc.property(some, (remaining) => {
        expect(sum(sceneAmounts("two", remaining))).toBe(remaining);
        expect(sum(sceneAmounts("over", remaining))).toBeGreaterThan(remaining);
        const part = sum(sceneAmounts("part", remaining));
        expect(part < remaining || remaining === 1n).toBe(true);
        for (const scene of ["part", "over", "two"] as const) {
          for (const amount of sceneAmounts(scene, remaining)) expect(amount > 0n).toBe(true);
        }
      }),
    );
  });
});
