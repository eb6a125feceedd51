import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { renderCheckout } from "./index";
import { LANGUAGES, type LanguageTag } from "./languages";
import type { CheckoutPageModel } from "./page-model";
import { ETHEREUM_ADDRESS, modelOf, paymentOf, STATES } from "./test-models";

const html = (model: CheckoutPageModel) =>
  renderToStaticMarkup(renderCheckout({ model, nonce: "n" })).replace(
    /<(style|script)[^>]*>.*?<\/\1>/gs,
    "",
  );
const textOf = (page: string) =>
  page
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .replace(/ ([.,)])/g, "$1")
    .replaceAll("( ", "(")
    .replaceAll("&#x27;", "'");
const warningOf = (model: CheckoutPageModel) =>
  textOf(/<div class="warning">.*?<\/div>/s.exec(html(model))?.[0] ?? "");
const timelineOf = (model: CheckoutPageModel) =>
  /<section class="timeline">.*?<\/section>/s.exec(html(model))?.[0] ?? "";
const ethereum = { currencyType: "USDT-ERC20", walletAddress: ETHEREUM_ADDRESS } as const;

describe("C-05: what becomes of money that goes another way", () => {
  it("on Ethereum: the address is good elsewhere, and the shop may have it back or not", () => {
    const text = warningOf(modelOf("waiting", ethereum));
    expect(text).toContain("Send only USDT on Ethereum (ERC20).");
    expect(text).toContain("The same address exists on BNB Smart Chain (BEP20), Polygon");
    expect(text).toContain("Nordlys Teahouse may be able to recover it, but that is not certain");
  });

  it("on TRON: other networks have other addresses, and what to choose", () => {
    const text = warningOf(modelOf("waiting"));
    expect(text).toContain("Send only USDT on TRON (TRC20).");
    expect(text).toContain("Ethereum (ERC20) and BNB Smart Chain (BEP20) use other addresses");
    expect(text).toContain("Choose TRC20");
    expect(text).not.toContain("recover");
  });

  it("other tokens do not count, and what must arrive is what is left", () => {
    for (const view of [{}, ethereum]) {
      const text = warningOf(modelOf("partial", view));
      expect(text).toContain("Other tokens at this address do not count as payment.");
      expect(text).toContain("Make sure that 20 USDT arrives.");
    }
  });
});

describe("C-04: the network in words", () => {
  it.each([
    [{}, "TRON (TRC20)"],
    [ethereum, "Ethereum (ERC20)"],
  ] as const)(
    "beside the sum, above the code, in the buttons and in what they say",
    (view, name) => {
      const page = html(modelOf("waiting", view));
      const said = [...page.matchAll(/data-done="([^"]+)"/g)].map(([, text]) => text);
      expect(said).toHaveLength(2);
      for (const text of said) expect(text).toContain(`Send USDT on ${name}`);
      expect(textOf(/<p class="network">.*?<\/p>/s.exec(page)?.[0] ?? "")).toContain(
        `USDT on ${name}`,
      );
      expect(page).toContain(`aria-label="QR code of the ${name} address"`);
      const standard = name.slice(name.indexOf("(") + 1, -1);
      expect(page).toContain(`<span>Copy ${standard} address</span>`);
    },
  );
});

describe("C-09, C-12: what has been seen", () => {
  it("while a rest is due: each payment with its block, its confirmations and its explorer", () => {
    const other = "ab".repeat(32);
    const payments = [
      paymentOf("10", { confirmations: 400, final: true }),
      paymentOf("20", { hash: other, block: 71_002_120, at: "2026-11-21T11:59:00.000Z" }),
    ];
    const timeline = timelineOf(modelOf("partial", {}, {}, { payments }));
    const text = textOf(timeline);
    expect(text).toContain("10 USDT seen in block 71002113");
    expect(text).toContain("Confirmed for good");
    expect(text).toContain("20 USDT seen in block 71002120");
    expect(text).toContain("7 of 19 confirmations");
    expect(timeline).toMatch(
      new RegExp(
        `<a href="https://explorer.example/tx/${other}" target="_blank" rel="noopener noreferrer">`,
      ),
    );
    expect(timeline.match(/<li/g)).toHaveLength(3);
  });

  it("never more confirmations than are needed, and what came late is said to be", () => {
    const payments = [paymentOf("50", { confirmations: 9_000, late: true })];
    const text = textOf(timelineOf(modelOf("late", {}, {}, { payments })));
    expect(text).toContain("19 of 19 confirmations");
    expect(text).toContain("after the time had ended");
  });

  it("in the order of time, more time among it", () => {
    const details = { extendedAt: "2026-11-21T11:50:00.000Z" };
    const moments = [...timelineOf(modelOf("paid", {}, {}, details)).matchAll(/<li.*?<\/li>/gs)];
    expect(
      moments.map(([moment]) =>
        textOf(moment)
          .replace(/.*UTC /, "")
          .trim(),
      ),
    ).toEqual([
      expect.stringContaining("50 USDT asked for"),
      expect.stringContaining("More time was given"),
      expect.stringContaining("50 USDT seen"),
      expect.stringContaining("Paid"),
    ]);
  });
});

describe("C-31: an answer that helps on", () => {
  const languages = Object.keys(LANGUAGES) as LanguageTag[];
  const none = {
    id: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90",
    network: null,
    amount: null,
    remaining: null,
    confirmations: null,
    requiredConfirmations: null,
    walletAddress: null,
  };

  it.each(languages)(
    "in %s: what no network knows may be on a third, and the shop may help",
    (language) => {
      const lookup = { ...none, reason: "unknown" } as const;
      const page = html(modelOf("waiting", {}, { language, lookup }));
      const answer = /<p role="status" data-answer.*?<\/p>/s.exec(page)?.[0] ?? "";
      expect(answer).toContain("<bdi>Nordlys Teahouse</bdi>");
    },
  );

  it.each(languages)("in %s: who asked too often is promised no minute", (language) => {
    const { lookup, email } = LANGUAGES[language].messages;
    const [minute] = new Intl.NumberFormat(language, {
      style: "unit",
      unit: "minute",
      unitDisplay: "long",
    })
      .formatToParts(1)
      .filter(({ type }) => type === "unit");
    expect(lookup.tooMany).not.toBe("");
    expect(lookup.tooMany.includes(minute?.value ?? " ")).toBe(false);
    expect(email.tooMany.includes(minute?.value ?? " ")).toBe(false);
  });
});

describe("C6: plain words", () => {
  it.each(STATES)("%s says nothing of an invoice, a sweep or gas", (state) => {
    const page = textOf(html(modelOf(state, ethereum, { sandbox: true, payUrl: "/pay" })));
    expect(page).not.toMatch(/\b(invoice|sweep|gas)s?\b/i);
    expect(page).not.toContain("!");
  });
});
