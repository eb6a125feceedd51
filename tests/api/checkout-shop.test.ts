import { afterAll, describe, expect, inject, it } from "vitest";
import { call, createInvoice, expectFailure } from "../support/api-client";

const api = inject("api");
const limited = inject("limitedApi");
const [, merchant] = api.merchants;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const brandLogo = `data:image/png;base64,${PNG.toString("base64")}`;
const NOTHING = {
  brandName: null,
  brandColor: null,
  brandLogo: null,
  supportUrl: null,
  checkoutNote: null,
  checkoutLanguage: null,
  embedOrigins: [],
};

const set = (body: Record<string, unknown>) =>
  call(api, "POST", "/sandbox/settings", { merchant, secret: true, body });
async function open(): Promise<string> {
  const made = await createInvoice(api, { merchant });
  return `${api.origin}/s/${made.url.split("/s/")[1]}`;
}
const page = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers });

afterAll(async () => void (await set(NOTHING)));

describe("the settings of the payment page", () => {
  it("are read back as they were set, and refused by name", async () => {
    const wanted = {
      brandName: "Fjord Tea",
      brandColor: "#7b2d8b",
      brandLogo,
      supportUrl: "mailto:help@shop.example?subject={invoiceNo}",
      checkoutNote: "Thank you.",
      checkoutLanguage: "de",
      embedOrigins: ["https://shop.example"],
    };
    expect((await set(wanted)).body.data).toMatchObject(wanted);
    const bad = await set({ brandLogo: "data:image/svg+xml;base64,PHN2Zz4=", brandColor: "red" });
    expectFailure(bad, 400, "Validation failed");
    expect(bad.body.details.map(({ path }: { path: string }) => path).sort()).toEqual([
      "brandColor",
      "brandLogo",
    ]);
    expect((await set(NOTHING)).body.data).toMatchObject(NOTHING);
  });
});

describe("a branded page", () => {
  it("has the name, the accent, the note, and the merchant's language where nobody asks for another", async () => {
    await set({
      brandName: "Fjord & Tea",
      brandColor: "#ffd60a",
      checkoutNote: "Danke.",
      checkoutLanguage: "de",
    });
    const url = await open();
    const html = await (await page(url)).text();
    expect(html).toContain('<html lang="de"');
    expect(html).toContain("<bdi>Fjord &amp; Tea</bdi>");
    expect(html).toMatch(/:root\{--accent:#[0-9a-f]{6};--on-accent:#ffffff\}@media screen/);
    expect(html).toContain('<p dir="auto">Danke.</p>');
    expect(await (await page(url, { "accept-language": "fr" })).text()).toContain('lang="fr"');
    expect(await (await page(`${url}?lang=ja`)).text()).toContain('<html lang="ja"');
    await set(NOTHING);
  });

  it("has its logo from our own origin, kept by its digest", async () => {
    const url = await open();
    expect((await fetch(`${url}/logo`)).status).toBe(404);
    await set({ brandLogo });
    const html = await (await page(url)).text();
    const [, source = ""] = /<img src="([^"]+)"/.exec(html) ?? [];
    expect(source).toMatch(/^\/s\/[0-9A-Za-z]{22}\/logo\?v=[0-9a-f]{16}$/);
    const answer = await fetch(`${api.origin}${source}`);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(PNG)).toBe(true);
    const { headers } = answer;
    expect(headers.get("content-type")).toBe("image/png");
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; sandbox/);
    const etag = headers.get("etag") ?? "";
    expect(etag).toBe(`"${source.split("=")[1]}"`);
    const again = await fetch(`${api.origin}${source}`, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const unnamed = await fetch(`${url}/logo?v=0`);
    expect(unnamed.headers.get("cache-control")).toBe("public, no-cache");
    expect((await fetch(`${api.origin}/s/${"0".repeat(22)}/logo`)).status).toBe(404);
    await set(NOTHING);
  });
});

describe("the headers of a payment page", () => {
  const EXPECTED = {
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "permissions-policy":
      "accelerometer=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), clipboard-write=(self)",
  };
  const policy = (nonce: string, ancestors: string) =>
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`;

  async function look(url: string) {
    const answer = await page(url);
    const html = await answer.text();
    const [, nonce = ""] = /<script nonce="([^"]+)"/.exec(html) ?? [];
    return { answer, html, nonce, csp: answer.headers.get("content-security-policy") };
  }

  it("are these exactly, with a nonce of its own, and nobody may frame it", async () => {
    const url = await open();
    const [one, other] = [await look(url), await look(url)];
    for (const [name, value] of Object.entries(EXPECTED)) {
      expect(one.answer.headers.get(name), name).toBe(value);
    }
    expect(one.csp).toBe(policy(one.nonce, "'none'"));
    expect(one.answer.headers.get("x-frame-options")).toBe("DENY");
    expect(one.nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(other.nonce).not.toBe(one.nonce);
    expect(one.html).not.toMatch(/(src|href|action)="(https?:)?\/\/(?!localhost|127\.0\.0\.1)/);
  });

  it("let the merchant's origins frame it, and those alone; only they are spoken to", async () => {
    const url = await open();
    await set({ embedOrigins: ["https://shop.example", "http://127.0.0.1:9999"] });
    const query = (origin: string) => `${url}?embed=1&origin=${encodeURIComponent(origin)}`;
    const framed = await look(query("https://shop.example"));
    expect(framed.csp).toBe(policy(framed.nonce, "https://shop.example http://127.0.0.1:9999"));
    expect(framed.answer.headers.has("x-frame-options")).toBe(false);
    expect(framed.html).toContain('data-embed="https://shop.example"');
    for (const origin of ["https://evil.example", "*", "null", "https://shop.example.evil.example"])
      expect((await look(query(origin))).html, origin).not.toContain("data-embed=");
    await set(NOTHING);
    const closed = await look(query("https://shop.example"));
    expect(closed.csp).toBe(policy(closed.nonce, "'none'"));
    expect(closed.html).not.toContain("data-embed=");
  });

  it("let the shop that asks show that there is no payment, and no one else", async () => {
    const none = `${limited.origin}/s/${"0".repeat(22)}`;
    const ask = async (query: string) => (await fetch(`${none}${query}`)).headers;
    const shop = await ask("?embed=1&origin=https%3A%2F%2Fshop.example");
    expect(shop.get("content-security-policy")).toMatch(/frame-ancestors https:\/\/shop\.example$/);
    expect(shop.has("x-frame-options")).toBe(false);
    for (const query of [
      "?origin=https%3A%2F%2Fshop.example",
      "?embed=1",
      "?embed=1&origin=*",
      "?embed=1&origin=https%3A%2F%2F*.example",
      "?embed=1&origin=https%3A%2F%2Fshop.example%3Bscript-src%20*",
    ]) {
      const headers = await ask(query);
      expect(headers.get("content-security-policy"), query).toMatch(/frame-ancestors 'none'$/);
      expect(headers.get("x-frame-options"), query).toBe("DENY");
    }
  });

  it("let nobody frame what is no payment, nor any other page of ours", async () => {
    for (const path of [`/s/${"0".repeat(22)}`, "/", "/api/health/live"]) {
      const answer = await fetch(`${limited.origin}${path}`);
      expect(answer.headers.get("x-frame-options"), path).toBe("DENY");
    }
  });
});

describe("GET /embed.js", () => {
  it("is a script that other origins may load", async () => {
    const answer = await fetch(`${api.origin}/embed.js`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(answer.headers.get("cache-control")).toContain("max-age=3600");
    expect(await answer.text()).toContain("Tillgate");
    const other = await fetch(`${api.origin}/favicon.ico`);
    expect(other.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });
});
