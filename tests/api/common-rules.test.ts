import { request as httpRequest } from "node:http";
import { describe, expect, inject, it } from "vitest";
import { newApiKey } from "@/lib/auth";
import { callOf, keyed, NOBODYS, OPERATIONS, posted } from "../support/api-calls";
import { call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";
import { listRoutes } from "../support/endpoints";

const api = inject("api");
const [merchant, other] = api.merchants;
const verify = "/public/transaction/verify";

/** A request whose headers stand on the wire as they are given. */
function raw(
  path: string,
  headers: string[],
  method = "GET",
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const url = new URL(`${api.origin}${path}`);
    const sent = httpRequest(
      url,
      { method, headers: ["Host", url.host, ...headers] },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on("error", reject).end();
  });
}

describe("authentication", () => {
  it("asks for a key that it knows", async () => {
    expectFailure(await call(api, "GET", verify, { merchant: null }), 401, "API key required");
    const keys = [newApiKey("sandbox"), "x", `${merchant.apiKey}x`, merchant.apiKey.toLowerCase()];
    for (const apikey of keys) {
      const answer = await call(api, "GET", verify, { merchant: null, headers: { apikey } });
      expectFailure(answer, 401, "Invalid API key");
      expect(answer.body.error).toBe("invalid_api_key");
    }
  });

  it("does not take a key from the query, nor two keys", async () => {
    const query = { apikey: merchant.apiKey };
    expectFailure(
      await call(api, "GET", verify, { merchant: null, query }),
      401,
      "API key required",
    );
    const twice = await raw(`/api/v1${verify}`, [
      "apikey",
      merchant.apiKey,
      "apikey",
      merchant.apiKey,
    ]);
    expect(twice.status).toBe(401);
    expect(JSON.parse(twice.text).message).toBe("Invalid API key");
  });

  it("checks the secret when it is sent, even where it is optional", async () => {
    const headers = { "x-api-secret": other.apiSecret };
    const wrong = await call(api, "GET", verify, { headers });
    expectFailure(wrong, 401, "Invalid API secret");
    const right = await call(api, "GET", verify, { secret: true });
    expectFailure(right, 400, "Validation failed");
  });

  it("asks for the secret where it is required", async () => {
    const settings = "/sandbox/settings";
    expectFailure(await call(api, "GET", settings), 401, "x-api-secret header is required");
    expect((await call(api, "GET", settings, { secret: true })).status).toBe(200);
  });

  it("tells a key of the other environment by its prefix", async () => {
    const headers = { apikey: newApiKey("production") };
    const answer = await call(api, "GET", verify, { merchant: null, headers });
    expectFailure(answer, 403, "API key belongs to another environment");
  });

  it("follows the merchant's settings at once", async () => {
    const save = (body: object) =>
      call(api, "POST", "/sandbox/settings", { merchant: other, secret: true, body });
    const ask = (secret?: true) =>
      call(api, "GET", "/public/transaction/list", {
        merchant: other,
        ...(secret ? { secret } : {}),
      });
    expect((await ask()).status).toBe(200);
    expect((await save({ requireSecret: true })).body.data.requireSecret).toBe(true);
    expectFailure(await ask(), 401, "x-api-secret header is required");
    expect((await ask(true)).status).toBe(200);
    await save({ requireSecret: false, ipAllowList: ["127.0.0.0/8"] });
    expect((await ask()).status).toBe(200);
    await asOwner(
      api,
      (sql) => sql`
      update merchants set ip_allow_list = '{203.0.113.7}' where id = ${other.merchantId}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expectFailure(await ask(), 403, "IP address not allowed");
    await asOwner(
      api,
      (sql) => sql`
      update merchants set ip_allow_list = '{}', status = 'suspended' where id = ${other.merchantId}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expectFailure(await ask(), 403, "Merchant account suspended");
    await asOwner(
      api,
      (sql) => sql`
      update merchants set status = 'active' where id = ${other.merchantId}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await ask()).status).toBe(200);
  });

  it("says who is wrong before it says what is wrong", async () => {
    const path = "/transaction/create";
    const long = JSON.stringify({ a: "a".repeat(150_000) });
    const big = await call(api, "POST", path, { merchant: null, body: long });
    expectFailure(big, 413, "Request body too large");
    const bad = await call(api, "POST", path, { merchant: null, body: "{" });
    expectFailure(bad, 400, "Malformed JSON");
    expectFailure(await call(api, "POST", path, { merchant: null }), 401, "API key required");
  });
});

describe("envelopes", () => {
  it("answer unknown paths", async () => {
    for (const path of ["", "/", "/nothing", "/transaction", "/public/transaction/verify/x"]) {
      const response = await fetch(`${api.origin}/api/v1${path}`, { method: "POST" });
      expect(response.status, path).toBe(404);
      const body = await response.json();
      expect(body).toMatchObject({ success: false, message: "Not found", error: "not_found" });
      expect(response.headers.get("x-request-id")).toBe(body.requestId);
    }
  });

  it("answer wrong methods with what is allowed", async () => {
    const wrong = await call(api, "GET", "/transaction/create");
    expectFailure(wrong, 405, "Method not allowed");
    expect(wrong.headers.get("allow")).toBe("POST, OPTIONS");
    const put = await call(api, "PUT", verify);
    expectFailure(put, 405, "Method not allowed");
    expect(put.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    const odd = await raw(`/api/v1${verify}`, [], "PROPFIND");
    expect(odd.status).toBe(405);
    expect(JSON.parse(odd.text).message).toBe("Method not allowed");
    const options = await call(api, "OPTIONS", verify);
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
    const head = await call(api, "HEAD", verify);
    expect([head.status, head.text]).toEqual([400, ""]);
  });

  it("do not send a client elsewhere for a slash at the end", async () => {
    const { status, body } = await call(api, "POST", "/transaction/create/", {
      query: { currencyType: "USDT-TRC20", amount: "5" },
    });
    expect([status, body.success]).toEqual([200, true]);
  });

  it("keep a malformed path to themselves", async () => {
    for (const path of ["/api/v1/%zz", "/api/v1/%ff", "/api/v1/public/checkout/%e0%a4%a"]) {
      const { status, text } = await raw(path, []);
      expect([status, JSON.parse(text).message]).toEqual([404, "Not found"]);
    }
  });

  it("say nothing of the inside when the inside fails", async () => {
    await asOwner(api, (sql) => sql`alter table invoices rename to invoices_away`);
    try {
      const answer = await call(api, "GET", "/public/transaction/list");
      expectFailure(answer, 500, "Internal server error");
      expect(Object.keys(answer.body).sort()).toEqual(["error", "message", "requestId", "success"]);
      expect(answer.text).not.toMatch(/invoices|select|postgres/i);
    } finally {
      await asOwner(api, (sql) => sql`alter table invoices_away rename to invoices`);
    }
  });

  it("answer 503 when a lock is not to be had", async () => {
    const made = await createInvoice(api);
    const body = { transactionId: made.transactionId, type: "deposit" };
    await asOwner(api, (sql) =>
      sql.begin(async (tx) => {
        await tx`select 1 from invoices where id = ${made.transactionId} for update`;
        const answer = await call(api, "POST", "/public/transaction/cancel", { body });
        expectFailure(answer, 503, "Service unavailable");
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      }),
    );
    expect((await call(api, "POST", "/public/transaction/cancel", { body })).status).toBe(200);
  });
});

/** Paths that no operation describes, with their methods. */
const UNDESCRIBED: Readonly<Record<string, readonly string[]>> = {
  "/openapi.json": ["GET"],
  "/payout/create": ["POST"],
  "/public/payout/create": ["POST"],
};
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const paths = listRoutes().map(({ path }) => {
  const described = OPERATIONS.filter((operation) => operation.path === path);
  const methods = UNDESCRIBED[path] ?? described.map(({ method }) => method.toUpperCase());
  return { path, url: path.replace(/\{\w+\}/g, "x"), methods };
});
const isRequestId = (text: string | null) => expect(text).toMatch(/^[0-9a-f-]{36}$/);

describe("every path of the tree", () => {
  it("is one that something answers at", () => {
    expect(paths.length).toBeGreaterThan(25);
    for (const { path, methods } of paths) expect.soft(methods.length, path).toBeGreaterThan(0);
  });

  it("refuses wrong methods and says which are right", async () => {
    for (const { path, url, methods } of paths) {
      const answers = methods.includes("GET")
        ? [...methods, "HEAD", "OPTIONS"]
        : [...methods, "OPTIONS"];
      const allowed = (header: string | null) => (header ?? "").split(", ").sort();
      for (const method of METHODS.filter((one) => !methods.includes(one))) {
        const answer = await call(api, method, url);
        expectFailure(answer, 405, "Method not allowed");
        expect(answer.body.error).toBe("method_not_allowed");
        expect(allowed(answer.headers.get("allow")), `${method} ${path}`).toEqual(answers.sort());
        isRequestId(answer.headers.get("x-request-id"));
      }
      const options = await call(api, "OPTIONS", url);
      expect([options.status, allowed(options.headers.get("allow"))]).toEqual([
        204,
        answers.sort(),
      ]);
      isRequestId(options.headers.get("x-request-id"));
    }
  });

  it("names each of its answers", async () => {
    const ids = new Set<string>();
    for (const operation of OPERATIONS) {
      const { method, path, ask } = callOf(operation, NOBODYS);
      const answer = await call(api, method, path, { ...ask, merchant: null });
      const id = answer.headers.get("x-request-id");
      isRequestId(id);
      ids.add(id ?? "");
    }
    expect(ids.size).toBe(OPERATIONS.length);
  });
});

describe("the order of checks, at every operation", () => {
  const big = JSON.stringify({ a: "a".repeat(100_000) });

  it("size and type and syntax come before who is calling", async () => {
    for (const operation of posted.filter(({ access }) => access !== "public")) {
      const { method, path } = callOf(operation, NOBODYS);
      const send = (ask: object) => call(api, method, path, { merchant: null, ...ask });
      expectFailure(await send({ body: big }), 413, "Request body too large");
      const type = "application/x-www-form-urlencoded";
      expectFailure(
        await send({ body: "a=b", type }),
        415,
        "Content-Type must be application/json",
      );
      expectFailure(
        await send({ body: "{}", type: null }),
        415,
        "Content-Type must be application/json",
      );
      expectFailure(await send({ body: '{"a":' }), 400, "Malformed JSON");
      expectFailure(await send({ body: "{}" }), 401, "API key required");
    }
  });

  it("who is calling comes before the fields and before what exists", async () => {
    for (const operation of keyed) {
      const { method, path, ask } = callOf(operation, NOBODYS);
      const wrong = { headers: { apikey: "x" }, merchant: null };
      for (const one of [ask, { query: { limit: "0", amount: "x" } }]) {
        expectFailure(await call(api, method, path, { ...one, ...wrong }), 401, "Invalid API key");
      }
    }
  });

  it("a body of exactly 100 kB is read", async () => {
    const body = JSON.stringify({ a: "a".repeat(100_000 - 8) });
    expect(body).toHaveLength(100_000);
    const query = { currencyType: "USDT-TRC20", amount: "5" };
    const answer = await call(api, "POST", "/transaction/create", { body, query });
    expect(answer.status, answer.text).toBe(200);
    const over = await call(api, "POST", "/transaction/create", { body: `${body} `, query });
    expectFailure(over, 413, "Request body too large");
  });

  it("an empty body needs no type", async () => {
    const query = { currencyType: "USDT-TRC20", amount: "5" };
    expect((await call(api, "POST", "/transaction/create", { query })).status).toBe(200);
  });
});
