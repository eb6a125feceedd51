import { describe, expect, it } from "vitest";
import { paymentLink, trustLink } from "./wallet-link";

const TOKEN = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
const TO = "0x52908400098527886E0F7030069857D2E4169EE7";
const request = { token: TOKEN, chainId: 1, to: TO, amount: "50" };

describe("C-03: the payment as a link", () => {
  it.each([
    ["50", "50000000"],
    ["0.000001", "1"],
    ["1000000000", "1000000000000000"],
    ["12345.678901", "12345678901"],
  ])("%s USDT is %s, in whole units without an exponent", (amount, units) => {
    expect(paymentLink({ ...request, amount })).toBe(
      `ethereum:${TOKEN}@1/transfer?address=${TO}&uint256=${units}`,
    );
  });

  it("names the chain, whichever it is", () => {
    expect(paymentLink({ ...request, chainId: 31337 })).toContain(`${TOKEN}@31337/transfer`);
  });

  it("opens Trust Wallet with a decimal amount, for the public chain alone", () => {
    expect(trustLink({ ...request, amount: "12.5" })).toBe(
      `https://link.trustwallet.com/send?asset=c60_t${TOKEN}&address=${TO}&amount=12.5`,
    );
    expect(trustLink({ ...request, chainId: 31337 })).toBeNull();
  });
});
