import { describe, expect, inject, it } from "vitest";
import { call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";

const api = inject("api");
const unknown = "0".repeat(22);

async function open() {
  const callbackUrl = "https://shop.example/thanks?order=1";
  const query = { currencyType: "USDT-ERC20", amount: "12.5", callbackUrl };
  const made = await createInvoice(api, { query });
  return { made, code: made.url.split("/s/")[1] as string };
}

describe("GET /public/checkout/{code}", () => {
  it("answers what the page shows, and only that, without a key", async () => {
    const { made, code } = await open();
    const answer = await call(api, "GET", `/public/checkout/${code}`, { merchant: null });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({
      status: "initiated",
      state: "waiting",
      amount: 12.5,
      received: 0,
      remaining: 12.5,
      currencyType: "USDT-ERC20",
      walletAddress: made.walletAddress,
      invoiceNo: made.invoiceNo,
      expiresAt: made.expiresAt,
      now: expect.any(String),
      confirmations: 0,
      requiredConfirmations: 4,
      blockchainTxHash: null,
      callbackUrl: null,
      merchantName: "Northwind Books",
    });
  });

  it("answers 304 while nothing changes", async () => {
    const { made, code } = await open();
    const poll = (etag?: string) =>
      call(api, "GET", `/public/checkout/${code}`, {
        merchant: null,
        headers: etag ? { "if-none-match": etag } : {},
      });
    const first = await poll();
    // C-15: no cache keeps it; the page sends the ETag itself.
    expect(first.headers.get("cache-control")).toBe("no-store");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    const same = await poll(etag);
    expect([same.status, same.text, same.headers.get("etag")]).toEqual([304, "", etag]);
    const body = { transactionId: made.transactionId, type: "deposit" };
    await call(api, "POST", "/public/transaction/cancel", { body });
    const changed = await poll(etag);
    expect(changed.status).toBe(200);
    expect(changed.body.data).toMatchObject({ state: "cancelled", walletAddress: null });
  });

  it("knows no other codes", async () => {
    for (const code of [unknown, "x", "' or 1=1", "..%2f..%2f"]) {
      const answer = await call(api, "GET", `/public/checkout/${code}`, { merchant: null });
      expectFailure(answer, 404, "Not found");
    }
  });
});

describe("POST /public/checkout/{code}/pay", () => {
  const pay = (code: string, headers: Record<string, string> = {}) =>
    call(api, "POST", `/public/checkout/${code}/pay`, { merchant: null, headers });

  it("asks once, however often the button is pressed", async () => {
    const { code } = await open();
    const answers = await Promise.all([pay(code), pay(code), pay(code)]);
    expect(new Set(answers.map((answer) => answer.body.data.id)).size).toBe(1);
  });

  it("asks the worker for the remaining amount", async () => {
    const { made, code } = await open();
    const answer = await pay(code);
    expect(answer.status, answer.text).toBe(200);
    const [row] = await asOwner(
      api,
      (sql) => sql`select * from sandbox_payments where id = ${answer.body.data.id}`,
    );
    expect(row).toMatchObject({
      to_address: made.walletAddress,
      amount_units: "12500000",
      state: "asked",
    });
  });

  it("sends a browser without scripts back to the page", async () => {
    const { code } = await open();
    const answer = await pay(code, {
      accept: "text/html",
      "content-type": "application/x-www-form-urlencoded",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/s/${code}`]);
  });

  it("C-35: takes a scene, as JSON and by a plain form, and no other", async () => {
    const play = (code: string, scene: unknown) =>
      call(api, "POST", `/public/checkout/${code}/pay`, { merchant: null, body: { scene } });
    const amounts = (id: string) =>
      asOwner(api, (sql) => sql`select amount_units from sandbox_payments where id = ${id}`);
    const { code } = await open();
    const part = await play(code, "part");
    expect(await amounts(part.body.data.id)).toEqual([{ amount_units: "7500000" }]);
    const form = await open();
    const answer = await fetch(`${api.origin}/api/v1/public/checkout/${form.code}/pay`, {
      method: "POST",
      headers: { accept: "text/html" },
      body: new URLSearchParams({ scene: "over" }),
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/s/${form.code}`]);
    const asked = await pay(form.code);
    expect(await amounts(asked.body.data.id)).toEqual([{ amount_units: "13750000" }]);
    for (const wrong of ["vanish", "", 1, null, ["part"], { part: 1 }]) {
      const refused = await play((await open()).code, wrong);
      expect(refused.body, refused.text).toMatchObject({
        error: "validation_failed",
        message: "scene must be one of exact, part, over, two, late, expire, reorganise",
      });
    }
  });

  it("refuses what is over, and what is not there", async () => {
    const { made, code } = await open();
    const body = { transactionId: made.transactionId, type: "deposit" };
    await call(api, "POST", "/public/transaction/cancel", { body });
    expect((await pay(code)).status).toBe(400);
    expectFailure(await pay(unknown), 404, "Not found");
  });
});

describe("GET /s/{code}", () => {
  const page = (code: string) => fetch(`${api.origin}/s/${code}`);

  it("shows the payment in HTML that runs nothing but our own", async () => {
    const { made, code } = await open();
    const response = await page(code);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-robots-tag")).toContain("noindex");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? "missing";
    for (const [tag] of html.matchAll(/<(?:script|style)\b[^>]*>/g)) {
      expect(tag).toContain(`nonce="${nonce}"`);
    }
    for (const text of [made.walletAddress, made.invoiceNo, "12.5", "Northwind Books", "<svg"]) {
      expect(html).toContain(text);
    }
    expect((await page(code)).headers.get("content-security-policy")).not.toBe(policy);
  });

  it("says so when there is none", async () => {
    for (const code of [unknown, "x", "%3Cscript%3E"]) {
      const response = await page(code);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("There is no payment here");
    }
  });
});
