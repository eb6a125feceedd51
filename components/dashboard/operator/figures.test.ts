import { describe, expect, it } from "vitest";
import { nativeText } from "./facts";
import { orderLines, percentText } from "./order-lines";

describe("native coin", () => {
  it("is cut after six places, never rounded up, and grouped as the reader writes it", () => {
    expect(nativeText(599_992_797_374n, 6, "TRX", "en")).toBe("599,992.797374 TRX");
    expect(nativeText(1_999_999_999_999_999_999n, 18, "ETH", "en")).toBe("1.999999 ETH");
    expect(nativeText(0n, 18, "ETH", "en")).toBe("0 ETH");
    expect(nativeText(1_500_000n, 6, "TRX", "es")).toBe("1,5 TRX");
  });
});

describe("what an order says", () => {
  it("is exact: percent of a field, rows of a fee table, TRX, a cap", () => {
    expect([0, 1, 8_000, 1_000_000].map(percentText)).toEqual(["0", "0.0001", "0.8", "100"]);
    const tiers = [
      { from: "0", ratePpm: 20_000 },
      { from: "1000000000", ratePpm: 8_000 },
    ];
    expect(orderLines("merchant.fee-tiers", { tiers }, "en").map(({ value }) => value)).toEqual([
      "from 0.00 USDT: 2 %",
      "from 1,000.00 USDT: 0.8 %",
    ]);
    expect(orderLines("energy.stake", { amount: "7000000000" }, "en")[0]?.value).toBe("7,000 TRX");
    expect(orderLines("merchant.key-caps", { dailyCap: null }, "en")[0]?.value).toBe("None");
    expect(orderLines("fees.settle", { network: null }, "en")[0]?.value).toMatch(/^Every network/);
  });
});
