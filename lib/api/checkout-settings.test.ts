import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/kit";
import { framingOrigins, readLogo, supportUrlOf } from "./checkout-settings";
import { parseSettings } from "./settings";

const parse = (body: Record<string, unknown>, sandbox = true) =>
  parseSettings({ query: new URLSearchParams(), body, repeated: [] }, { sandbox });

/** Names of the fields that were refused; none when all were taken. */
function refused(body: Record<string, unknown>, sandbox = true): unknown {
  try {
    parse(body, sandbox);
    return [];
  } catch (error) {
    return error instanceof AppError ? error.details?.map(({ path }) => path) : error;
  }
}

const PNG_MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG_MAGIC = [0xff, 0xd8, 0xff, 0xe0];
const WEBP_MAGIC = [...Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1")];
const url = (type: string, bytes: readonly number[] | Buffer) =>
  `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;

describe("the logo", () => {
  it.each([
    ["image/png", PNG_MAGIC],
    ["image/jpeg", JPEG_MAGIC],
    ["image/webp", WEBP_MAGIC],
  ])("%s is taken by its bytes", (type, bytes) => {
    const logo = url(type, bytes);
    expect(parse({ brandLogo: logo })).toEqual({ brandLogo: logo });
    expect(readLogo(logo)).toEqual({ type, bytes: Buffer.from(bytes) });
  });

  it("is 16 kB at most", () => {
    const of = (size: number) => {
      const bytes = Buffer.alloc(size);
      Buffer.from(PNG_MAGIC).copy(bytes);
      return { brandLogo: url("image/png", bytes) };
    };
    expect(refused(of(16_384))).toEqual([]);
    expect(refused(of(16_385))).toEqual(["brandLogo"]);
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  it.each<[string, unknown]>([
    ["an SVG", url("image/svg+xml", Buffer.from(svg))],
    ["an SVG that says it is a PNG", url("image/png", Buffer.from(svg))],
    ["a JPEG that says it is a PNG", url("image/png", JPEG_MAGIC)],
    ["a GIF", url("image/gif", Buffer.from("GIF89a"))],
    ["HTML", url("text/html", Buffer.from("<b>"))],
    ["an address", "https://shop.example/logo.png"],
    ["not base64", "data:image/png,%89PNG"],
    ["loose base64", `${url("image/png", PNG_MAGIC)}====`],
    ["something behind it", `${url("image/png", PNG_MAGIC)}"><script>`],
    ["nothing", ""],
    ["a number", 1],
  ])("is not %s", (_, brandLogo) => {
    expect(refused({ brandLogo })).toEqual(["brandLogo"]);
  });
});

describe("the support address", () => {
  const facts = { transactionId: "0192", invoiceNo: "INV-7-0042", referenceId: "a b&c=d#é" };

  it("has its placeholders filled in, URL-encoded", () => {
    const template = "https://shop.example/help/{invoiceNo}?t={transactionId}&r={referenceId}";
    expect(supportUrlOf(template, facts)).toBe(
      "https://shop.example/help/INV-7-0042?t=0192&r=a%20b%26c%3Dd%23%C3%A9",
    );
    expect(supportUrlOf("mailto:help@shop.example?subject={invoiceNo}", facts)).toBe(
      "mailto:help@shop.example?subject=INV-7-0042",
    );
  });

  it("stays at its host, whatever the reference is", () => {
    const any = fc.string({ unit: "binary", maxLength: 40 });
    fc.assert(
      fc.property(any, (referenceId) => {
        const filled = supportUrlOf("https://shop.example/{referenceId}?q={referenceId}#x", {
          ...facts,
          referenceId,
        });
        expect(filled).not.toBeNull();
        const { origin, hash, searchParams } = new URL(filled ?? "");
        expect([origin, hash]).toEqual(["https://shop.example", "#x"]);
        expect(searchParams.get("q")).toBe(referenceId);
      }),
    );
  });

  it.each([
    "javascript:alert(1)",
    "http://shop.example/",
    "https://user:pw@shop.example/",
    "https://user@shop.example/",
    "https://{referenceId}.shop.example/",
    "https://{referenceId}",
    "https://shop.example:{invoiceNo}/",
    "https://{transactionId}@shop.example/",
    "{referenceId}:alert(1)",
    "https://shop.example/{other}",
    "https://shop.example/{invoiceNo",
    "https://shop.example/a b",
    "https://shop.example\\@evil.example/",
    "https:",
    "mailto:",
    "mailto:nobody",
    "mailto:a@shop.example,b@evil.example",
    "data:text/html,x",
    "/help",
    `https://shop.example/${"x".repeat(500)}`,
    "",
    7,
  ])("is not %j", (supportUrl) => {
    expect(refused({ supportUrl })).toEqual(["supportUrl"]);
  });
});

describe("names, notes, colours, languages", () => {
  it.each<[string, unknown]>([
    ["brandName", ""],
    ["brandName", "  "],
    ["brandName", "x".repeat(61)],
    ["brandName", "two\nlines"],
    ["brandName", "turned \u202e round"],
    ["brandName", "nul \0"],
    // Nothing to be seen, or something in it that is not.
    ["brandName", "\u200b"],
    ["brandName", "\u2800\u3164"],
    ["brandName", "\u200c"],
    ["brandName", "Nord\u200blys"],
    ["brandName", "Nord\u2060lys"],
    ["brandName", "Nord\u{e0041}lys"],
    ["checkoutNote", "\u200b\n\u200b"],
    ["brandName", "half \ud800"],
    ["brandColor", "red"],
    ["brandColor", "#fff"],
    ["brandColor", "#ffffff;}"],
    ["brandColor", "#7b2d8b80"],
    ["checkoutNote", "x".repeat(501)],
    ["checkoutNote", "bell \u0007"],
    ["checkoutNote", ""],
    ["checkoutLanguage", "xx"],
    ["checkoutLanguage", "EN"],
  ])("%s is not %j", (name, value) => {
    expect(refused({ [name]: value })).toEqual([name]);
  });

  it("are all taken away by null", () => {
    const none = {
      brandName: null,
      brandColor: null,
      brandLogo: null,
      supportUrl: null,
      checkoutNote: null,
      checkoutLanguage: null,
    };
    expect(parse(none)).toEqual(none);
  });

  it.each(["چای‌خانه", "क्षेत्र", "👩‍🍳 Küche ❤️", "Nordlys™ – Tee", "24", "茶"])(
    "%s is a name",
    (brandName) => {
      expect(refused({ brandName, checkoutNote: brandName })).toEqual([]);
    },
  );

  it("count characters, not UTF-16 units", () => {
    expect(refused({ brandName: "🫖".repeat(60) })).toEqual([]);
  });
});

describe("origins that may frame a page", () => {
  it.each([
    "https://*.shop.example",
    "https://shop.example/",
    "https://shop.example/page",
    "https://SHOP.example",
    "https://shop.example:443",
    "http://shop.example",
    "http://localhost.evil.example",
    "https://user@shop.example",
    "https://shop.example;script-src *",
    "https://shop.example https://evil.example",
    "https:",
    "null",
    "*",
    "'self'",
    "",
    null,
    1,
  ])("are not %j", (origin) => {
    expect(refused({ embedOrigins: [origin] })).toEqual(["embedOrigins"]);
  });

  it("are ten at most, and a list", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => `https://s${i}.example`);
    expect(refused({ embedOrigins: many(10) })).toEqual([]);
    expect(refused({ embedOrigins: many(11) })).toEqual(["embedOrigins"]);
    expect(refused({ embedOrigins: "https://shop.example" })).toEqual(["embedOrigins"]);
    expect(refused({ embedOrigins: null })).toEqual(["embedOrigins"]);
  });

  it("on this machine count in the sandbox alone", () => {
    const origins = ["https://shop.example", "http://localhost:8080", "http://127.0.0.1:1"];
    expect(parse({ embedOrigins: origins })).toEqual({ embedOrigins: origins });
    expect(framingOrigins(origins, true)).toEqual(origins);
    expect(framingOrigins(origins, false)).toEqual(["https://shop.example"]);
    expect(refused({ embedOrigins: origins }, false)).toEqual(["embedOrigins"]);
    expect(refused({ embedOrigins: origins.slice(0, 1) }, false)).toEqual([]);
    expect(refused({ brandName: "Fjord" }, false)).toEqual([]);
  });
});
