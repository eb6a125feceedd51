import { gzipSync } from "node:zlib";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { LOOKUP_REASONS, type LookupReason } from "@/lib/api";
import { renderCheckout, renderReceipt, type ShownForm } from "./index";
import { LANGUAGES, type LanguageTag } from "./languages";
import type { CheckoutPageFacts } from "./page-model";
import { receiptMail } from "./receipt-mail";
import { modelOf, paymentOf, STATES } from "./test-models";

type State = (typeof STATES)[number];
const TAGS = Object.keys(LANGUAGES) as LanguageTag[];
const FINAL = { payments: [paymentOf("50", { final: true })] };

const pageOf = (state: State, facts: Partial<CheckoutPageFacts> = {}, details = {}) =>
  renderToStaticMarkup(
    renderCheckout({ model: modelOf(state, {}, { mail: true, ...facts }, details), nonce: "n" }),
  );
const receiptOf = (facts: Partial<CheckoutPageFacts> = {}, details = {}) => {
  const model = modelOf("paid", {}, { mail: true, ...facts }, details);
  const receipt = renderReceipt({ model, nonce: "n" });
  if (receipt === null) throw new Error("there is no receipt");
  return renderToStaticMarkup(receipt);
};
const lookup = (reason: LookupReason | null) => ({
  id: "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90",
  reason,
  network: null,
  amount: 1,
  remaining: 1,
  confirmations: 1,
  requiredConfirmations: 1,
  walletAddress: "T",
});
const told = (html: string) => /<p role="status" data-told="true"[^>]*>(.*?)<\/p>/s.exec(html)?.[1];

describe("C-18: the receipt by mail", () => {
  it("is offered once nothing in it may change, where there is mail", () => {
    for (const draw of [
      (facts: object, details: object) => pageOf("paid", facts, details),
      receiptOf,
    ]) {
      expect(draw({}, FINAL)).toContain("E-mail me this receipt");
      expect(draw({}, {})).not.toContain("E-mail me this receipt");
      expect(draw({}, { ...FINAL, endedAt: null })).not.toContain("E-mail me this receipt");
      expect(draw({ mail: false }, FINAL)).not.toContain("E-mail me this receipt");
    }
    expect(pageOf("cancelled", {}, { payments: [] })).not.toContain("E-mail me this receipt");
  });

  it("is an ordinary form, which keeps language, frame and the page it is on", () => {
    const action = "/api/v1/public/checkout/abc/receipt-mail?lang=de";
    const html = pageOf("paid", { language: "de" }, FINAL);
    expect(html).toContain(`<form action="${action}" method="post">`);
    expect(html).toContain('<input type="hidden" name="language" value="de"/>');
    expect(html).toMatch(
      /<label for="mail-email">E-Mail-Adresse<\/label><input [^>]*id="mail-email"/,
    );
    expect(html).toContain('<details class="payer" id="mail">');
    expect(receiptOf({ language: "de" }, FINAL)).toContain(`action="${action}&amp;on=receipt"`);
    const embed = { origin: "https://shop.example" };
    expect(pageOf("paid", { embed }, FINAL)).toContain(
      "receipt-mail?lang=en&amp;embed=1&amp;origin=https%3A%2F%2Fshop.example",
    );
  });

  it.each<[ShownForm | null, string]>([
    [null, ""],
    ["done", "The receipt is on its way. It may take a minute."],
    ["malformed", "That is not an e-mail address."],
    ["too_many", "Asked too often. Please try again later."],
  ])("says what became of it: %s", (mailed, text) => {
    for (const html of [pageOf("paid", { mailed }, FINAL), receiptOf({ mailed }, FINAL)]) {
      expect(told(html)).toBe(text);
      expect(/<details class="payer" id="mail" open=""/.test(html)).toBe(mailed !== null);
      expect(/autofocus/i.test(html)).toBe(mailed !== null);
    }
  });
});

describe("C-30: an address for the shop", () => {
  it.each(STATES)("%s", (state) => {
    const asked = ["overpaid", "expired_partial", "late"].includes(state);
    expect(pageOf(state).includes('id="reach"')).toBe(asked);
    expect(pageOf(state, { mail: false })).not.toContain('id="reach"');
  });

  it.each([null, ...LOOKUP_REASONS])("after a lookup that ended with %s", (reason) => {
    const unhappy = ["other_address", "other_payment", "wrong_network", "wrong_token", "unknown"];
    const html = pageOf("waiting", { lookup: lookup(reason) });
    const asked = unhappy.includes(String(reason));
    expect(html.includes('id="reach"')).toBe(asked);
    const query = "lang=en&amp;lookup=0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90";
    // The script takes the answer out of that page, and the way to the form with it.
    const [answer] = /<p role="status" data-answer[^>]*>.*?<\/p>/s.exec(html) ?? [""];
    expect(answer.includes(`<a href="?${query}&amp;contact=open">`)).toBe(asked);
    if (asked) expect(html).toContain(`/contact?${query}"`);
  });

  it("warns that the shop decides, and names the network that an address must be of", () => {
    const html = pageOf("overpaid").replaceAll(/<\/?bdi>/g, "");
    expect(html).toContain("Your TRON (TRC20) address for a refund (optional)");
    expect(html).toMatch(/id="reach-note">\S.* decides about a refund, and will ask you before/);
    expect(html).toMatch(/id="reach-refund"[^>]*aria-describedby="reach-note"/);
    expect(html).toMatch(
      /<input (?=[^>]*id="reach-email")(?=[^>]*name="email")(?=[^>]*type="email")[^>]*required/,
    );
  });

  it("holds the page still while somebody types", () => {
    const refresh = /http-equiv="refresh" content="15"/i;
    const asked = { lookup: lookup("unknown") };
    expect(pageOf("waiting", { ...asked, contact: "open" })).not.toMatch(refresh);
    expect(pageOf("waiting", { contact: "open" })).toMatch(refresh);
  });

  it("says what became of it, and shows nothing that was typed", () => {
    const said = (contact: ShownForm) => told(pageOf("late", { contact }));
    expect(said("done")).toMatch(/^Saved\. .+ can reach you now\.$/);
    expect(said("address")).toBe("That cannot be your address on TRON (TRC20).");
    expect(said("malformed")).toBe("That is not an e-mail address.");
    expect(said("too_many")).toBe("Asked too often. Please try again later.");
    expect(said("open")).toBe("");
  });

  it("is light: the page with both forms stays within the budget in every language", () => {
    for (const language of TAGS) {
      const html = pageOf("overpaid", { language, contact: "done", mailed: "done" }, FINAL);
      expect(html).toContain('id="mail"');
      expect(gzipSync(html).length).toBeLessThanOrEqual(28_000);
    }
  });
});

describe("C-18: the mail itself", () => {
  const mailOf = (facts: Partial<CheckoutPageFacts> = {}, view = {}) => {
    const details = { ...FINAL, endedAt: "2026-11-21T12:00:00.000Z" };
    const mail = receiptMail(modelOf("paid", { status: "confirmed", ...view }, facts, details));
    return { ...mail, html: renderToStaticMarkup(mail.html) };
  };

  it.each(TAGS)(
    "%s: subject, text and markup say the same, and lead to the receipt",
    (language) => {
      const { subject, text, html } = mailOf({ language });
      const model = modelOf("paid", {}, { language });
      expect(subject).toContain(model.invoiceNo);
      expect(subject).not.toMatch(/[\r\n]/);
      expect(html).toContain(`lang="${language}" dir="${LANGUAGES[language].dir}"`);
      for (const part of [
        model.invoiceNo,
        model.merchantName,
        "50 USDT",
        "2026-11-21 12:00:00 UTC",
      ]) {
        expect(text).toContain(part);
        expect(html.replaceAll("&#x27;", "'").replaceAll("&amp;", "&")).toContain(part);
      }
      expect(text).toContain(model.receiptUrl);
      expect(html).toContain(`href="${model.receiptUrl.replaceAll("&", "&amp;")}"`);
      expect(text).not.toMatch(/[<>{}]/);
    },
  );

  it("loads nothing, runs nothing and tells nobody that it was read", () => {
    const { html } = mailOf({}, { merchantName: '"><script>alert(1)</script><img src=x>' });
    expect(html).not.toMatch(/<(script|img|link|iframe|form|object|video|base)\b|\son\w+=|url\(/i);
    expect(html.match(/https?:\/\/[^"<]+/g)).toHaveLength(1);
  });

  it("says when it is a test", () => {
    expect(mailOf({ sandbox: true }).subject).toMatch(/^\[TEST\] /);
    expect(mailOf({ sandbox: true }).text).toContain("No real money moves here");
    expect(mailOf({ sandbox: false }).subject).not.toContain("TEST");
  });
});
