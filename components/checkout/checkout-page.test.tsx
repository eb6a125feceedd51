import { gzipSync } from "node:zlib";
import jsQR from "jsqr";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { SCENES } from "@/lib/api";
import { CHECKOUT_SCRIPT } from "./client.generated";
import { checkoutCsp, renderCheckout, renderNotFound, renderUnavailable } from "./index";
import type { CheckoutPageModel } from "./page-model";
import { CHECKOUT_STYLE } from "./styles";
import {
  ETHEREUM_ADDRESS,
  modelOf,
  STATES,
  TERMINAL_STATES,
  TRON_ADDRESS,
  TX_HASH,
} from "./test-models";

const html = (model: CheckoutPageModel) =>
  renderToStaticMarkup(renderCheckout({ model, nonce: "bm9uY2U" }));
const withoutInline = (page: string) => page.replace(/<(style|script)[^>]*>.*?<\/\1>/gs, "");
const textOf = (page: string) =>
  withoutInline(page)
    .replace(/<[^>]+>/g, "")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
const heading = (page: string) => textOf(/<h1.*?<\/h1>/s.exec(page)?.[0] ?? "");

describe("every state", () => {
  it.each(STATES)(
    "%s has language, one heading, its own title, an empty status region",
    (state) => {
      const page = html(modelOf(state));
      expect(page).toMatch(/^<html lang="en" dir="ltr">/);
      expect(page.match(/<h1/g)).toHaveLength(1);
      expect(/<title>(.+?)<\/title>/.exec(page)?.[1]).toBeTruthy();
      expect(page).toContain('role="status" aria-live="polite" aria-atomic="true"></p>');
      expect(page).toContain('<meta name="robots" content="noindex,nofollow"/>');
      expect(page).toContain(`data-state="${state}"`);
    },
  );

  it.each(STATES)("%s carries nothing that the policy would block", (state) => {
    const page = html(modelOf(state, {}, { sandbox: true, payUrl: "/s/abc/pay" }));
    expect(withoutInline(page)).not.toMatch(/\sstyle=|\son\w+=/);
    const inline = page.match(/<(style|script)[^>]*>/g) ?? [];
    expect(inline).toHaveLength(3);
    for (const tag of inline) expect(tag).toContain('nonce="bm9uY2U"');
    expect(page).not.toMatch(/(src|href)="https?:\/\/(?!explorer\.example|pay\.example)/);
  });

  it.each(STATES)("%s names the network in words", (state) => {
    expect(textOf(html(modelOf(state)))).toContain("TRON (TRC20)");
    const page = html(modelOf(state, { currencyType: "USDT-ERC20" }));
    expect(textOf(page)).toContain("Ethereum (ERC20)");
  });

  it.each(STATES)("%s asks again without JavaScript only while it may change", (state) => {
    const terminal = TERMINAL_STATES.some((t) => t === state);
    const refresh = '<noscript><meta http-equiv="refresh" content="15"/></noscript>';
    expect(html(modelOf(state)).includes(refresh)).toBe(!terminal);
  });

  it.each(STATES.filter((s) => s !== "waiting" && s !== "partial"))(
    "%s shows no address and no QR code, even if it is told one",
    (state) => {
      const page = html(modelOf(state));
      expect(page).not.toContain(TRON_ADDRESS);
      expect(textOf(page)).not.toContain(TRON_ADDRESS);
      expect(page).not.toContain('class="qr"');
    },
  );
});

describe("what a payer reads", () => {
  it("waiting: the sum, the whole address, both copy values raw, the time left by the server", () => {
    const page = html(modelOf("waiting"));
    expect(heading(page)).toBe("Send exactly 50 USDT");
    expect(textOf(page)).toContain(TRON_ADDRESS);
    expect(page).toContain('data-copy="50"');
    expect(page).toContain(`data-copy="${TRON_ADDRESS}"`);
    expect(page).toContain('<b role="timer" aria-live="off">9:41</b>');
    expect(textOf(page)).toContain(
      "Send only USDT on TRON (TRC20). Other tokens or networks may be lost.",
    );
    expect(textOf(page)).toContain("If your exchange deducts a fee, add it on top.");
  });

  it("C-32: moves nothing when the script begins: it is known before the first paint, and widths are kept", () => {
    const page = html(modelOf("waiting"));
    const mark = page.indexOf('classList.add("js")');
    expect(mark).toBeGreaterThan(0);
    expect(mark).toBeLessThan(page.indexOf("<style"));
    expect(textOf(page)).toContain("until 12:09 UTC");
    const far = html(modelOf("waiting", { expiresAt: "2026-11-23T12:09:41.000Z" }));
    expect(textOf(far)).toContain("until 2026-11-23 12:09 UTC");
  });

  it("counts nobody out of a frame", () => {
    const view = { callbackUrl: "https://shop.example/back" };
    expect(html(modelOf("paid", view))).toContain("data-countdown=");
    expect(html(modelOf("paid", view, { embed: { origin: null } }))).not.toContain(
      "data-countdown=",
    );
  });

  it("emphasises exactly the first and the last six characters of the address", () => {
    const address = /<bdi class="address".*?<\/bdi>/s.exec(html(modelOf("waiting")))?.[0] ?? "";
    const bold = [...address.matchAll(/<b>(.*?)<\/b>/g)].map((m) => m[1]).join("");
    expect(bold).toBe(TRON_ADDRESS.slice(0, 6) + TRON_ADDRESS.slice(-6));
  });

  it.each([
    [0.000001, "0.000001"],
    [1_000_000_000, "1000000000"],
    [1234567.123456, "1234567.123456"],
    [0.3, "0.3"],
  ])("%d is written %s, in text and clipboard", (amount, text) => {
    const page = html(modelOf("waiting", { amount, remaining: amount }));
    expect(heading(page)).toBe(`Send exactly ${text} USDT`);
    expect(page).toContain(`data-copy="${text}"`);
  });

  it("partial: what came, what is left, and only what is left to copy", () => {
    const page = html(modelOf("partial"));
    expect(heading(page)).toBe("Send the remaining 20 USDT");
    expect(textOf(page)).toContain(
      "We received 30 of 50 USDT. Send 20 USDT more to the same address.",
    );
    expect(page).toContain('data-copy="20"');
    expect(page).not.toContain('data-copy="50"');
  });

  it.each(["detected", "confirming"] as const)(
    "%s: n of N, the time it takes, the hash",
    (state) => {
      const page = html(modelOf(state));
      expect(textOf(page)).toContain("7 of 19 confirmations · less than a minute left");
      expect(page.match(/<i data-on="true">/g)).toHaveLength(7);
      expect(page).toContain(`href="https://explorer.example/tx/${TX_HASH}"`);
      expect(page).toContain('rel="noopener noreferrer"');
    },
  );

  it("shows the hash without a link where no explorer sees the chain", () => {
    const page = html(modelOf("confirming", {}, { explorerTxBase: null }));
    expect(textOf(page)).toContain(TX_HASH);
    expect(page).not.toContain("explorer.example");
    expect(page).not.toContain('target="_blank"');
  });

  it.each([
    ["paid", "Paid", "Nordlys Teahouse has your payment of 50 USDT."],
    [
      "overpaid",
      "Paid",
      "You sent 5 USDT more than needed. Contact Nordlys Teahouse about a refund.",
    ],
    ["expired", "This link has expired", "Please do not send funds to the old address."],
    ["expired_partial", "Time is up. We hold 30 USDT", "contact Nordlys Teahouse"],
    [
      "late",
      "Received late",
      "Your payment arrived after the link expired. Nordlys Teahouse has been told.",
    ],
    ["cancelled", "This payment was cancelled", "Please do not send funds to the old address."],
    [
      "checking",
      "Time is up. Checking for your payment",
      "If you have already paid, it will be found.",
    ],
    ["detected", "Payment seen, hold on", "We can see your payment. You can close this page."],
  ] as const)("%s", (state, headline, text) => {
    const page = html(modelOf(state));
    expect(heading(page)).toBe(headline);
    expect(textOf(page)).toContain(text);
  });

  it("offers test money in the sandbox alone, by a form that works without JavaScript", () => {
    const facts = { sandbox: true, payUrl: "/s/abc/pay" };
    const page = html(modelOf("waiting", {}, facts));
    expect(page).toMatch(/<form (?=[^>]*method="post")(?=[^>]*action="\/s\/abc\/pay")/);
    expect(page).toContain("<title>[TEST] Pay 50 USDT</title>");
    const live = html(modelOf("waiting", {}, { ...facts, sandbox: false }));
    expect(live).not.toContain("data-test-payment");
    expect(textOf(live)).not.toContain("TEST");
  });

  it("C-35: plays scenes by plain forms, the plain payment without a word of its own", () => {
    const facts = { sandbox: true, payUrl: "/s/abc/pay" };
    const scenes = (page: string) =>
      [...page.matchAll(/<button (?=[^>]*name="scene")[^>]*value="(\w+)"/g)].map(
        ([, scene]) => scene,
      );
    for (const state of ["waiting", "partial"] as const) {
      const page = html(modelOf(state, {}, facts));
      expect(scenes(page).sort()).toEqual(SCENES.filter((scene) => scene !== "exact").sort());
      expect(page).toMatch(/<button type="submit" data-name="play">Pay with test USDT<\/button>/);
    }
    for (const state of STATES.filter((s) => s !== "waiting" && s !== "partial")) {
      expect(html(modelOf(state, {}, facts))).not.toContain('class="play"');
    }
  });
});

describe("hostile input", () => {
  it("is text, wherever a shop's name appears", () => {
    const merchantName = `"><img src=x onerror=alert(1)></title><script>alert(1)</script>{{7*7}}`;
    for (const state of STATES) {
      const page = html(modelOf(state, { merchantName, callbackUrl: "https://shop.example/" }));
      expect(page).not.toContain("<img");
      expect(page.match(/<script/g)).toHaveLength(2);
    }
  });

  it.each([
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "data:text/html,x",
    "//shop.example",
    "https://user:pw@shop.example/",
  ])("%s is never a link", (callbackUrl) => {
    const page = html(modelOf("paid", { callbackUrl }));
    expect(page).not.toContain("data-return=");
    expect(page).not.toContain("alert(1)");
  });

  it("links to the shop over http and https", () => {
    const callbackUrl = "https://shop.example/back?transactionId=1&status=confirmed";
    const page = html(modelOf("paid", { callbackUrl }));
    expect(page).toContain(`href="${callbackUrl.replace("&", "&amp;")}"`);
    expect(textOf(page)).toContain("Return to Nordlys Teahouse");
    expect(textOf(page)).toContain("Stay here");
  });

  it("links to no explorer that is not on the web", () => {
    const page = html(modelOf("paid", {}, { explorerTxBase: "javascript:alert(1)//" }));
    expect(page).not.toContain("javascript:");
  });
});

describe("the QR code", () => {
  it.each([
    ["USDT-TRC20", TRON_ADDRESS],
    ["USDT-ERC20", ETHEREUM_ADDRESS],
  ] as const)(
    "%s decodes to the bare address, with four light modules around it",
    (currencyType, walletAddress) => {
      const [first] = codesOf(html(modelOf("waiting", { currencyType, walletAddress })));
      expect(first?.text).toBe(walletAddress);
      expect(first?.edge).toBe(4);
    },
  );

  it("C-03: on Ethereum there is the whole payment as a link, of what remains", () => {
    const view = { currencyType: "USDT-ERC20", walletAddress: ETHEREUM_ADDRESS } as const;
    const page = html(modelOf("partial", view));
    const token = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
    const link = `ethereum:${token}@1/transfer?address=${ETHEREUM_ADDRESS}&uint256=20000000`;
    expect(codesOf(page).map(({ text }) => text)).toEqual([
      ETHEREUM_ADDRESS,
      link,
      "https://pay.example/s/abc",
    ]);
    expect(page).toContain(`href="${link.replace("&", "&amp;")}"`);
  });

  it("on Tron there is none, for links disagree about the amount; nor where the chain is not known", () => {
    for (const model of [
      modelOf("waiting"),
      modelOf("waiting", { currencyType: "USDT-ERC20" }, {}, { chainId: null }),
    ]) {
      expect(codesOf(html(model))).toHaveLength(2);
      expect(html(model)).not.toContain('class="wallets"');
    }
  });

  it("C-37: another code opens this page on a phone, and says that it pays nothing", () => {
    const page = html(modelOf("waiting"));
    expect(codesOf(page).at(-1)?.text).toBe("https://pay.example/s/abc");
    expect(textOf(page)).toContain("It is not the payment address.");
  });
});

describe("pages without a payment", () => {
  it("not found says the same to everyone, without script or state", () => {
    const page = renderToStaticMarkup(renderNotFound({ nonce: "n", language: "en" }));
    expect(heading(page)).toBe("There is no payment here");
    expect(page).not.toContain("<script");
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it("unavailable tells those who have paid that it will be found", () => {
    const page = renderToStaticMarkup(renderUnavailable({ nonce: "n", language: "en" }));
    expect(textOf(page)).toContain("If you have already paid, it will be found.");
  });
});

describe("budgets", () => {
  it("stays within 12 kB of script and 28 kB in all, compressed", () => {
    const facts = { sandbox: true, payUrl: "/s/abc/pay" };
    const view = { currencyType: "USDT-ERC20", walletAddress: ETHEREUM_ADDRESS } as const;
    const languages = ["en", "ru", "ar"] as const;
    const pages = STATES.flatMap((s) =>
      languages.map((language) => {
        const page = html(modelOf(s, view, { ...facts, language }, { moreMinutes: 60 }));
        return gzipSync(`<!DOCTYPE html>${page}`).length;
      }),
    );
    expect(gzipSync(CHECKOUT_SCRIPT).length).toBeLessThanOrEqual(12_000);
    expect(Math.max(...pages)).toBeLessThanOrEqual(28_000);
    // What it weighs today, so that growth is noticed long before the budget.
    expect(gzipSync(CHECKOUT_SCRIPT).length).toBeLessThanOrEqual(4_880);
    expect(Math.max(...pages)).toBeLessThanOrEqual(18_400);
  });

  it("inlines nothing that could close its element", () => {
    expect(CHECKOUT_SCRIPT).not.toMatch(/<\/|<!--/);
    expect(CHECKOUT_STYLE).not.toContain("</");
  });
});

it("the policy lets nothing in but our own", () => {
  expect(checkoutCsp("abc")).toBe(
    "default-src 'none'; style-src 'nonce-abc'; script-src 'nonce-abc'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
});

/** What a camera reads off each QR code of the page, and the modules of light around it. */
function codesOf(page: string) {
  const codes = page.match(/<svg class="qr".*?<\/svg>/gs) ?? [];
  return codes.map((code) => {
    const { pixels, size, dark } = rasterise(code);
    const edge = Math.min(...dark.map((d) => Math.min(d.x, d.y)));
    return { text: jsQR(pixels, size, size)?.data, edge };
  });
}

/** Draws a QR code: `pixels` is RGBA of size × size. */
function rasterise(code: string) {
  const [, side = "", , path = ""] =
    /class="qr" viewBox="0 0 (\d+) \d+".*?(<path fill="#000" d="(.*?)")/s.exec(code) ?? [];
  const modules = Number(side);
  const zoom = 6;
  const size = modules * zoom;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  const dark = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(([, x, y, width]) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
  }));
  for (const run of dark) {
    for (let dy = 0; dy < zoom; dy += 1) {
      const start = ((run.y * zoom + dy) * size + run.x * zoom) * 4;
      for (let i = 0; i < run.width * zoom; i += 1)
        pixels.fill(0, start + i * 4, start + i * 4 + 3);
    }
  }
  return { pixels, size, dark };
}
