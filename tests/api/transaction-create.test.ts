import { describe, expect, inject, it } from "vitest";
import { type Ask, call, createInvoice, expectFailure } from "../support/api-client";

const api = inject("api");
const path = "/transaction/create";
const query = { currencyType: "USDT-TRC20", amount: "50" };
const create = (ask: Ask) => call(api, "POST", path, ask);

describe("POST /transaction/create", () => {
  it("answers a payment link with its fields on top level", async () => {
    const before = Date.now();
    const { status, body, headers } = await create({ query: { ...query, timer: "15" } });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message: "Payment link generated successfully",
      url: expect.stringMatching(new RegExp(`^${api.origin}/s/[0-9A-Za-z]{22}$`)),
      paymentUrl: body.url,
      transactionId: expect.stringMatching(/^[0-9a-f-]{14}7[0-9a-f-]{21}$/),
      invoiceNo: expect.stringMatching(new RegExp(`^INV-${api.merchants[0].number}-\\d{4,}$`)),
      walletAddress: expect.stringMatching(/^T[1-9A-HJ-NP-Za-km-z]{33}$/),
      amount: 50,
      currencyType: "USDT-TRC20",
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const lasts = Date.parse(body.expiresAt) - before;
    expect(lasts).toBeGreaterThan(14.9 * 60_000);
    expect(lasts).toBeLessThan(15.5 * 60_000);
    expect(headers.get("x-request-id")).toBeTruthy();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("ratelimit-limit")).toBeNull();
  });

  it("numbers a merchant's invoices one after the other and gives each an address of its own", async () => {
    const [merchant] = [api.merchants[1]];
    const made = await Promise.all(
      Array.from({ length: 20 }, () => createInvoice(api, { merchant })),
    );
    const numbers = made.map((one) => Number(one.invoiceNo.split("-")[2])).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => (numbers[0] ?? 0) + i));
    expect(new Set(made.map((one) => one.walletAddress)).size).toBe(20);
    expect(new Set(made.map((one) => one.url)).size).toBe(20);
  });

  it("takes the parameters from the body too, numbers exactly", async () => {
    const body =
      '{"currencyType":"USDT-ERC20","amount":123456e-5,"timer":0.1,"email":"a@b.example"}';
    const answer = await create({ body });
    expect(answer.body, answer.text).toMatchObject({ amount: 1.23456, currencyType: "USDT-ERC20" });
    expect(answer.body.walletAddress).toMatch(/^0x[0-9a-fA-F]{40}$/);
    const same = await create({ query, body: '{"amount":50.0,"currencyType":"USDT-TRC20"}' });
    expect(same.status).toBe(200);
  });

  it("refuses a value that is given twice with different contents", async () => {
    for (const ask of [
      { query, body: { amount: 51 } },
      { query: "currencyType=USDT-TRC20&amount=50&amount=51" },
      { query: { currencyType: "USDT-TRC20" }, body: '{"amount":50,"amount":51}' },
    ]) {
      const answer = await create(ask);
      expectFailure(answer, 400, "Validation failed");
      expect(answer.body.details).toEqual([
        { path: "amount", message: "is given twice with different values" },
      ]);
    }
  });

  it("checks currencyType, then amount, then the rest", async () => {
    expectFailure(await create({}), 400, "currencyType must be USDT-TRC20 or USDT-ERC20");
    const bad = { currencyType: "usdt-trc20", amount: "x", timer: "x" };
    expectFailure(
      await create({ query: bad }),
      400,
      "currencyType must be USDT-TRC20 or USDT-ERC20",
    );
    expectFailure(
      await create({ query: { ...bad, currencyType: "USDT-TRC20" } }),
      400,
      "Amount must be a valid positive number",
    );
    expectFailure(
      await create({ query: { ...query, timer: "x" }, body: { email: 5 } }),
      400,
      "timer must be between 1 and 10080 minutes",
    );
    const other = await create({ query, body: { email: 5 } });
    expectFailure(other, 400, "Validation failed");
    expect(other.body).toMatchObject({
      error: "validation_failed",
      details: [{ path: "email", message: "must be a string" }],
    });
  });

  it("refuses every amount that is no plain decimal with at most six places", async () => {
    const texts = ["0", "-1", " 50 ", "5e1", "0x32", "50.0000001", "50,00", "٥٠", "", "NaN"];
    for (const amount of [...texts, "Infinity", "1.0000000", "1000000000.000001", "+5"]) {
      const answer = await create({ query: { ...query, amount } });
      expectFailure(answer, 400, "Amount must be a valid positive number");
    }
    const json = ["0", "-0", "-1", "1e-7", "1e309", "null", "[]", "{}", "true", "50.123456789"];
    for (const amount of [...json, '" 50 "', '"5e1"', "1.0000000", "[50]"]) {
      const body = `{"currencyType":"USDT-TRC20","amount":${amount}}`;
      expectFailure(await create({ body }), 400, "Amount must be a valid positive number");
    }
  });

  it("holds URLs to their rules", async () => {
    const tries: [Record<string, string>, string][] = [
      [{ callbackUrl: "javascript:alert(1)" }, "callbackUrl must be an http(s) URL"],
      [{ callbackUrl: "https://user:pw@shop.example/" }, "callbackUrl must be an http(s) URL"],
      [
        { callbackUrl: `https://shop.example/${"a".repeat(2048)}` },
        "callbackUrl must be an http(s) URL",
      ],
      [{ webhookUrl: "ftp://shop.example/" }, "webhookUrl must be an https URL"],
      [{ webhookUrl: "https://10.0.0.1/" }, "webhookUrl must not point to a private address"],
      [{ webhookUrl: "https://0xa9fea9fe/" }, "webhookUrl must not point to a private address"],
    ];
    for (const [more, text] of tries) {
      expectFailure(await create({ query: { ...query, ...more } }), 400, text);
    }
    const fine = { callbackUrl: "http://shop.example/x?a=1#b", webhookUrl: "http://127.0.0.1:1/" };
    expect((await create({ query: { ...query, ...fine } })).status).toBe(200);
  });

  it("stores texts literally, and ignores what it does not know", async () => {
    const description = "'; drop table invoices; -- {{7*7}} <img onerror=1> ٥ 💶";
    const body = {
      description,
      referenceId: "ORD-1",
      status: "confirmed",
      merchantId: "x",
      fee: 9,
    };
    const made = await createInvoice(api, { query, body });
    const seen = await call(api, "GET", "/public/transaction/verify", {
      query: { transactionId: made.transactionId },
    });
    expect(seen.body.data).toMatchObject({
      description,
      referenceId: "ORD-1",
      status: "initiated",
    });
    const nul = await create({ query, body: '{"description":"a\\u0000b"}' });
    expectFailure(nul, 400, "Validation failed");
    const proto = '{"__proto__":{"amount":"7"},"constructor":1,"currencyType":"USDT-TRC20"}';
    expectFailure(await create({ body: proto }), 400, "Amount must be a valid positive number");
  });
});

describe("the body of a request", () => {
  it("must be JSON, of a bounded size", async () => {
    for (const body of ["{", "{a:1}", '{"a":01}', '{"a":1}}', "[".repeat(50_000), "\u0000"]) {
      expectFailure(await create({ query, body }), 400, "Malformed JSON");
    }
    for (const body of ["[]", "5", '"x"', "null"]) {
      expectFailure(await create({ query, body }), 400, "Validation failed");
    }
    const text = "Content-Type must be application/json";
    expectFailure(await create({ query, body: "a=1", type: "text/plain" }), 415, text);
    const long = JSON.stringify({ description: "a".repeat(150_000) });
    expectFailure(await create({ query, body: long }), 413, "Request body too large");
    const empty = await create({ query, body: "", type: "application/x-www-form-urlencoded" });
    expect(empty.status).toBe(200);
  });

  it("is cut off in the middle of a stream that says no length", async () => {
    const chunk = new TextEncoder().encode("a".repeat(60_000));
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let i = 0; i < 3; i += 1) controller.enqueue(chunk);
        controller.close();
      },
    });
    const response = await fetch(`${api.origin}/api/v1${path}`, {
      method: "POST",
      headers: { apikey: api.merchants[0].apiKey, "content-type": "application/json" },
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ message: "Request body too large" });
  });
});
