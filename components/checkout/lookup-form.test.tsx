import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { LOOKUP_REASONS, type LookupReason, type LookupView } from "@/lib/api";
import { renderCheckout, type ShownLookup } from "./index";
import { LANGUAGES, type LanguageTag } from "./languages";
import { LookupForm } from "./lookup-form";
import { modelOf, STATES } from "./test-models";

const ADDRESS = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
const view = (reason: LookupReason | null): LookupView => ({
  id: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90",
  reason,
  network: reason === "wrong_network" ? "USDT-ERC20" : "USDT-TRC20",
  amount: 30.5,
  remaining: 19.5,
  confirmations: 4,
  requiredConfirmations: 19,
  walletAddress: ADDRESS,
});
type State = (typeof STATES)[number];

function pageOf(state: State, lookup?: ShownLookup, language: LanguageTag = "en"): string {
  const model = modelOf(state, {}, { language, ...(lookup ? { lookup } : {}) });
  return renderToStaticMarkup(renderCheckout({ model, nonce: "n" }));
}
const answerIn = (html: string) =>
  /<p role="status" data-answer="true"[^>]*>(.*?)<\/p>/s.exec(html)?.[1]?.replace(/<[^>]+>/g, "");
const refreshIn = (html: string) => /http-equiv="refresh" content="(\d+)"/i.exec(html)?.[1];

describe("C-31: I paid, where is it?", () => {
  it("keeps the frame that it is asked in (C-27)", () => {
    const model = modelOf("waiting", {}, { embed: { origin: "https://shop.example" } });
    const html = renderToStaticMarkup(renderCheckout({ model, nonce: "n" }));
    const query = "lang=en&amp;embed=1&amp;origin=https%3A%2F%2Fshop.example";
    expect(html).toContain(`action="/api/v1/public/checkout/abc/lookup?${query}"`);
  });

  const asking = [
    "waiting",
    "partial",
    "checking",
    "expired",
    "expired_partial",
    "late",
    "cancelled",
  ];
  it.each(STATES)("%s", (state) => {
    const html = pageOf(state);
    expect(html.includes('class="lookup"')).toBe(asking.includes(state));
    if (!asking.includes(state)) return;
    expect(html).toContain('action="/api/v1/public/checkout/abc/lookup?lang=en" method="post"');
    expect(html).toContain('<label for="lookup-hash">Transaction hash</label>');
    expect(html).toMatch(/<details class="lookup" id="lookup"( data-script="true")?>/);
    expect(answerIn(html)).toBe("");
    expect(html).not.toMatch(/autofocus/i);
  });

  it.each<[LookupReason, string]>([
    ["found", "Found: 30.5 USDT for this payment."],
    [
      "not_final",
      "Found: 30.5 USDT for this payment, with 4 of 19 confirmations. Please wait a little.",
    ],
    [
      "not_enough",
      "Found: 30.5 USDT for this payment. That is not enough: 19.5 USDT are still missing.",
    ],
    ["other_address", `This transaction sends USDT to another address, ${ADDRESS}.`],
    [
      "other_payment",
      "This transaction paid something else. Each payment has an address of its own.",
    ],
    [
      "wrong_network",
      "This transaction is on Ethereum (ERC20), and this page asks for TRON (TRC20).",
    ],
    ["wrong_token", "This transaction moves another token than USDT"],
    ["no_tokens", "This transaction moves no USDT."],
    ["reverted", "nothing was sent. You can pay again."],
    ["pending", "The network knows this transaction"],
    ["unknown", "Neither network knows this transaction."],
    ["unavailable", "We cannot ask the network right now."],
  ])("says why: %s", (reason, text) => {
    const html = pageOf("waiting", view(reason));
    expect(answerIn(html)).toContain(text);
    expect(html).toContain('<details class="lookup" id="lookup" open="">');
    expect(html).toMatch(/data-answer="true" [^>]*autofocus=""/i);
    expect(refreshIn(html)).toBe("120");
  });

  it("says that it looks, and looks again soon, on a page that ended too", () => {
    for (const state of ["waiting", "expired"] as const) {
      const html = pageOf(state, view(null));
      expect(answerIn(html)).toBe("Looking on both networks…");
      expect(refreshIn(html)).toBe("2");
      expect(refreshIn(pageOf("expired", view("unknown")))).toBeUndefined();
    }
    expect(answerIn(pageOf("waiting", "malformed"))).toContain("not a transaction hash");
    expect(answerIn(pageOf("waiting", "too_many"))).toContain("Too many questions");
  });

  it("without JavaScript is asked where no page that renews itself takes away what is typed (C-19)", () => {
    for (const state of ["waiting", "partial", "checking"] as const) {
      const live = pageOf(state);
      expect(refreshIn(live)).toBe("15");
      expect(live).toContain('<details class="lookup" id="lookup" data-script="true">');
      expect(live).toContain('<noscript><p class="aside"><a href="?lang=en&amp;lookup=">');
      const asked = pageOf(state, "open");
      expect(refreshIn(asked)).toBe("120");
      expect(asked).toContain('<details class="lookup" id="lookup" open="">');
      expect(asked).toMatch(/<input (?=[^>]*id="lookup-hash")[^>]*autofocus=""/i);
      expect(asked).toContain('<a href="?lang=en">Back to the payment</a></p></noscript>');
      expect(answerIn(asked)).toBe("");
    }
    const ended = pageOf("expired");
    expect(refreshIn(ended)).toBeUndefined();
    expect(ended).not.toMatch(/data-script=|class="aside"/);
  });

  it("asks nobody to pay on a page that is closed, however old the answer (C-38)", () => {
    for (const state of ["checking", "expired", "expired_partial", "late", "cancelled"] as const) {
      expect(answerIn(pageOf(state, view("not_enough")))).toBe(
        "Found: 30.5 USDT for this payment.",
      );
      expect(answerIn(pageOf(state, view("reverted")))).toMatch(/nothing was sent\.$/);
    }
  });

  it("has every sentence in every language, with values that keep their own direction", () => {
    for (const language of Object.keys(LANGUAGES) as LanguageTag[]) {
      for (const reason of LOOKUP_REASONS) {
        const model = modelOf("waiting", {}, { language, lookup: view(reason) });
        const html = renderToStaticMarkup(<LookupForm model={model} />);
        expect(answerIn(html)?.length, `${language} ${reason}`).toBeGreaterThan(5);
        expect(answerIn(html)).not.toMatch(/[{}]|undefined/);
        if (reason === "other_address") expect(html).toContain(`<bdi>${ADDRESS}</bdi>`);
      }
    }
  });
});
