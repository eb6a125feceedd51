import { describe, expect, inject, it } from "vitest";
import { call, createInvoice } from "../support/api-client";

const api = inject("api");
const limited = inject("limitedApi");
const [first, second] = api.merchants;
const unknown = "0".repeat(22);
const codeOf = ({ url }: { url: string }) => url.split("/s/")[1] as string;
const open = async () => codeOf(await createInvoice(api));
/** Headers of an answer that do not depend on who or when. */
const lasting = (headers: Headers) =>
  [...headers].filter(([name]) => !/^(date|x-request-id|content-security-policy)$/.test(name));

let hosts = 0;
const newAddress = () => {
  hosts += 1;
  return `203.0.113.${hosts}`;
};

describe("with a link in hand", () => {
  it("nothing of the merchant or another payment is to be had", async () => {
    const description = "CONFIDENTIAL-ORDER";
    const body = { referenceId: "SECRET-REFERENCE", description, email: "payer@shop.example" };
    const made = await createInvoice(api, { body });
    const code = codeOf(made);
    const paths = ["", "/receipt", "/logo", "?lang=de", "?embed=1&origin=https://x.example"];
    const texts = await Promise.all([
      ...paths.map(async (path) => (await fetch(`${api.origin}/s/${code}${path}`)).text()),
      call(api, "GET", `/public/checkout/${code}`, { merchant: null }).then(({ text }) => text),
    ]);
    for (const text of texts) {
      expect(text).not.toMatch(/CONFIDENTIAL-ORDER|SECRET-REFERENCE|payer@shop\.example/);
      expect(text).not.toContain(made.transactionId);
      expect(text).not.toContain(first.merchantId);
    }
  });

  it("C-29: a shop's brand is the one name that it has, in the poll too", async () => {
    const set = (brandName: string | null) =>
      call(api, "POST", "/sandbox/settings", {
        merchant: second,
        secret: true,
        body: { brandName },
      });
    const code = codeOf(await createInvoice(api, { merchant: second }));
    const poll = () => call(api, "GET", `/public/checkout/${code}`, { merchant: null });
    const { merchantName } = (await poll()).body.data;
    await set("Fjord Tea");
    try {
      expect((await poll()).body.data.merchantName).toBe("Fjord Tea");
      expect(await (await fetch(`${api.origin}/s/${code}`)).text()).not.toContain(merchantName);
    } finally {
      await set(null);
    }
    expect((await poll()).body.data.merchantName).toBe(merchantName);
  });

  it("a code that is none is answered like any other", async () => {
    const ask = async (code: string, path: string) => {
      const answer = await fetch(`${api.origin}/s/${code}${path}`);
      return [answer.status, await answer.text(), lasting(answer.headers)] as const;
    };
    const strip = (html: string) => html.replace(/nonce="[^"]*"/g, "");
    for (const path of ["", "/receipt", "/logo"]) {
      const answers = await Promise.all(
        [unknown, "x", "%00", "%3Cscript%3E", "a".repeat(5_000)].map((code) => ask(code, path)),
      );
      for (const [status, html, headers] of answers) {
        expect([status, strip(html), headers]).toEqual([
          404,
          strip(answers[0]?.[1] ?? ""),
          answers[0]?.[2],
        ]);
      }
    }
  });

  it.each(["extend", "pay", "lookup"])(
    "POST …/%s answers another's code like none",
    async (what) => {
      const body = { transactionHash: "ab".repeat(32) };
      const answers = await Promise.all(
        [unknown, "x", "' or 1=1", "..%2f..%2f", "a".repeat(500)].map((code) =>
          call(api, "POST", `/public/checkout/${code}/${what}`, {
            merchant: null,
            body: what === "lookup" ? body : undefined,
          }),
        ),
      );
      for (const { status, body } of answers) {
        expect(status).toBe(404);
        expect({ ...body, requestId: "" }).toEqual({ ...answers[0]?.body, requestId: "" });
      }
    },
  );

  it("a key or secret that is sent along changes nothing", async () => {
    const code = await open();
    const [bare, foreign] = await Promise.all([
      call(api, "GET", `/public/checkout/${code}`, { merchant: null }),
      call(api, "GET", `/public/checkout/${code}`, { merchant: second, secret: true }),
    ]);
    expect({ ...foreign.body.data, now: "" }).toEqual({ ...bare.body.data, now: "" });
  });
});

describe("what an address says", () => {
  const BAD = [
    "de\r\nSet-Cookie: x=1",
    "de%0d%0aSet-Cookie:%20x=1",
    '"><script>alert(1)</script>',
    "__proto__",
    "constructor",
    "//evil.example",
    "\u202etxt",
    "x".repeat(3_000),
  ];

  it.each(BAD)("?lang=%s reaches neither a header nor the page", async (lang) => {
    const code = await open();
    const query = `lang=${encodeURIComponent(lang)}`;
    const answer = await fetch(`${api.origin}/s/${code}?${query}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("set-cookie")).toBeNull();
    const html = await answer.text();
    expect(html).toContain('<html lang="en"');
    expect(html).not.toContain("alert(1)");
    expect(html).not.toContain("evil.example");
    for (const what of ["lookup", "extend", "pay"]) {
      const led = await fetch(`${api.origin}/api/v1/public/checkout/${code}/${what}?${query}`, {
        method: "POST",
        headers: { accept: "text/html" },
        body: new URLSearchParams({ transactionHash: "ab".repeat(32) }),
        redirect: "manual",
      });
      expect(led.headers.get("set-cookie"), what).toBeNull();
      const location = led.headers.get("location");
      expect(led.status, await led.text()).toBe(303);
      const url = new URL(location ?? "", api.origin);
      expect([url.origin, url.pathname], what).toEqual([api.origin, `/s/${code}`]);
    }
  });

  it.each([
    "redirect=https://evil.example",
    "returnUrl=https://evil.example",
    "callbackUrl=javascript:alert(1)",
    "next=//evil.example",
    "lookup=%3Cscript%3Ealert(1)%3C/script%3E",
    "origin=https://evil.example&embed=1",
  ])("?%s leads nowhere", async (query) => {
    const code = await open();
    const answer = await fetch(`${api.origin}/s/${code}?${query}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toMatch(/evil\.example|alert\(1\)/);
  });

  it("a host that is not ours appears nowhere", async () => {
    const code = await open();
    const headers = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
    for (const path of ["", "/receipt"]) {
      const answer = await fetch(`${api.origin}/s/${code}${path}`, { headers });
      expect(await answer.text()).not.toContain("evil.example");
    }
  });
});

describe("the limits, in every spelling of a path", () => {
  const load = (path: string, address: string, method = "GET") =>
    fetch(`${limited.origin}${path}`, {
      method,
      headers: { "x-forwarded-for": address },
      redirect: "manual",
    });

  it("a page's", async () => {
    const code = codeOf(
      await createInvoice(limited, { headers: { "x-forwarded-for": newAddress() } }),
    );
    const address = newAddress();
    const spelled = [
      `/s/${code}`,
      `/s/${code}/receipt`,
      `/s/%${code.charCodeAt(0).toString(16)}${code.slice(1)}`,
      `/s/${unknown}`,
      `/s/${code}?lang=de`,
    ];
    for (let i = 0; i < 60; i += 1) {
      const { status } = await load(
        spelled[i % spelled.length] ?? "",
        address,
        i % 2 ? "HEAD" : "GET",
      );
      expect(status).not.toBe(429);
    }
    for (const path of [...spelled, `/s/${code}/receipt?x`, `//s/${code}`, `/s//${code}`]) {
      const { status } = await load(path, address);
      expect([404, 429, 308], path).toContain(status);
      if (status === 404) expect(path).toMatch(/\/\//);
    }
    for (const path of spelled) expect((await load(path, address, "HEAD")).status).toBe(429);
  });

  it("a shop's logo is no load of the page, and has an end too", async () => {
    const headers = { "x-forwarded-for": newAddress() };
    const code = codeOf(await createInvoice(limited, { headers }));
    const address = newAddress();
    for (let i = 0; i < 60; i += 1) {
      expect((await load(`/s/${code}/logo`, address)).status).toBe(404);
    }
    expect((await load(`/s/${code}/logo`, address)).status).toBe(429);
    expect((await load(`/s/${code}`, address)).status).toBe(200);
  });

  it.each(["extend", "lookup"])("POST …/%s", async (what) => {
    const code = codeOf(
      await createInvoice(limited, { headers: { "x-forwarded-for": newAddress() } }),
    );
    const address = newAddress();
    const escaped = `%${code.charCodeAt(0).toString(16)}${code.slice(1)}`;
    const spelled = [code, escaped, unknown].flatMap((c) => [
      `${c}/${what}`,
      `${c}/${what}/`,
      `${c}/${what}?x=1`,
    ]);
    for (let i = 0; i < 100; i += 1) {
      const answer = await load(
        `/api/v1/public/checkout/${spelled[i % spelled.length]}`,
        address,
        "POST",
      );
      expect(answer.status).not.toBe(429);
    }
    for (const path of spelled) {
      expect((await load(`/api/v1/public/checkout/${path}`, address, "POST")).status, path).toBe(
        429,
      );
    }
  });
});
