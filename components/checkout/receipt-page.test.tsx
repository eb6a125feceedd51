import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { renderCheckout, renderReceipt } from "./index";
import type { CheckoutPageModel } from "./page-model";
import { CHECKOUT_STYLE } from "./styles";
import { modelOf, paymentOf, STATES, TRON_ADDRESS, TX_HASH } from "./test-models";

const html = (model: CheckoutPageModel) =>
  renderToStaticMarkup(renderCheckout({ model, nonce: "n" }));
const textOf = (page: string) =>
  page.replace(/<(style|script)[^>]*>.*?<\/\1>/gs, "").replace(/<[^>]+>/g, "");

describe("C-18: the receipt", () => {
  const receipt = (model: CheckoutPageModel) => {
    const drawn = renderReceipt({ model, nonce: "n" });
    return drawn && renderToStaticMarkup(drawn);
  };

  it("is there once something was received, and never shows an address or a code", () => {
    for (const state of STATES) {
      const page = receipt(modelOf(state));
      const received = modelOf(state).payments.length > 0;
      expect(page !== null, state).toBe(received);
      expect(html(modelOf(state)).includes("/s/abc/receipt")).toBe(received && state !== "partial");
      expect(page ?? "").not.toContain(TRON_ADDRESS);
      expect(page ?? "").not.toContain('class="qr"');
    }
  });

  it("says who was paid, what, when and in which transactions, in times of UTC", () => {
    const final = { final: true, confirmations: 400 };
    const payments = [paymentOf("30", final), paymentOf("25", { ...final, hash: "ab".repeat(32) })];
    const page = receipt(modelOf("overpaid", { status: "confirmed" }, {}, { payments })) ?? "";
    const text = textOf(page);
    for (const part of [
      "Nordlys Teahouse",
      "INV-7-0042",
      "55 USDT",
      "TRON (TRC20)",
      TX_HASH,
      "ab".repeat(32),
      "2026-11-21 11:58:03 UTC",
      "2026-11-21 12:00:00 UTC",
      "https://pay.example/s/abc/receipt",
    ]) {
      expect(text).toContain(part);
    }
    expect(page).toContain("data-terminal");
    expect(page).not.toContain("http-equiv");
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it("has the shop's head, with its logo, and none of it is lost on paper", () => {
    const page = receipt(modelOf("paid", {}, {}, {}, { logo: "0a1b" })) ?? "";
    expect(page).toMatch(
      /<header class="shop">.*<img src="\/s\/abc\/logo\?v=0a1b" alt="" height="40"\/>/s,
    );
    expect(page.indexOf("<header")).toBeLessThan(page.indexOf("<main"));
    const paper = CHECKOUT_STYLE.slice(CHECKOUT_STYLE.lastIndexOf("@media print{html:root"));
    expect(paper).toMatch(/--ink:#000;--soft:#000;.*--accent:#000/);
    expect(/([^}]*)\{display:none!important\}/.exec(paper)?.[1]).not.toMatch(/shop|brand/);
  });

  it("renews itself while something is not final", () => {
    const page = receipt(modelOf("confirming")) ?? "";
    expect(page).toContain('http-equiv="refresh"');
    expect(page).not.toContain("data-terminal");
    expect(textOf(page)).toContain("7 of 19 confirmations");
  });
});
