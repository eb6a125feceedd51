import { describe, expect, it } from "vitest";
import { InvalidKeyPathError } from "./errors";
import { type KeyPath, pathText } from "./paths";

describe("pathText", () => {
  it.each<[KeyPath, string]>([
    [{ network: "USDT-ERC20", purpose: "deposit", index: 0 }, "m/44'/60'/0'/0/0"],
    [{ network: "USDT-ERC20", purpose: "merchant", index: 12 }, "m/44'/60'/1'/0/12"],
    [{ network: "USDT-TRC20", purpose: "deposit", index: 7 }, "m/44'/195'/0'/0/7"],
    [{ network: "USDT-TRC20", purpose: "gas", index: 0 }, "m/44'/195'/2'/0/0"],
    [
      { network: "USDT-TRC20", purpose: "deposit", index: 2 ** 31 - 1 },
      "m/44'/195'/0'/0/2147483647",
    ],
  ])("writes %j as %s", (path, text) => {
    expect(pathText(path)).toBe(text);
  });

  it.each<object>([
    { index: 2 ** 31 },
    { index: -1 },
    { index: 1.5 },
    { index: Number.NaN },
    { index: Number.POSITIVE_INFINITY },
    { index: "0" },
    { purpose: "gas", index: 1 },
    { purpose: "toString" },
    { purpose: "cold" },
    { network: "BTC" },
  ])("refuses %j", (change) => {
    const path: KeyPath = { network: "USDT-ERC20", purpose: "deposit", index: 0, ...change };
    expect(() => pathText(path)).toThrow(InvalidKeyPathError);
  });
});
