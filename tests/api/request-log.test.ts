import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { asCurl } from "@/lib/calls";
import { newId } from "@/lib/kit";
import { type Answer, call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";
import { makePerson, signInByHttp } from "../support/api-persons";
import { startWeb, stopWeb } from "../support/api-process";

const api = inject("api");
const limited = inject("limitedApi");
const [merchant, other] = api.merchants;
const LONGEST_MS = 20_000;
const run = promisify(execFile);

interface Line {
  readonly merchant_id: string;
  readonly actor: string;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly error: string | null;
  readonly duration_ms: number;
  readonly with_secret: boolean;
  readonly with_idempotency_key: boolean;
  readonly replayed: boolean;
  readonly request_body: string | null;
  readonly response_body: string | null;
  readonly user_agent: string | null;
}

/** The line of a call, as soon as it is written. */
async function lineOf(answer: Pick<Answer, "headers">, server = api): Promise<Line> {
  const id = answer.headers.get("x-request-id") ?? "";
  return asOwner(server, async (sql) => {
    for (const end = Date.now() + LONGEST_MS; Date.now() < end; ) {
      const [line] = await sql<Line[]>`select * from api_requests where id = ${id}`;
      if (line) return line;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no line of ${id}`);
  });
}

describe("D-28: what the log tells of a call", () => {
  it("is how it was asked and answered, with its key", async () => {
    const answer = await call(api, "POST", "/transaction/create", {
      headers: { "idempotency-key": newId(), "user-agent": "shop/1.0" },
      body: {
        currencyType: "USDT-TRC20",
        amount: 12.5,
        email: "ada@example.com",
        callbackUrl: "https://shop.example/done?token=hush-hush",
      },
    });
    expect(answer.status, answer.text).toBe(200);
    const line = await lineOf(answer);
    expect(line).toMatchObject({
      merchant_id: merchant.merchantId,
      method: "POST",
      route: "/transaction/create",
      path: "/api/v1/transaction/create",
      query: "",
      status: 200,
      error: null,
      with_secret: false,
      with_idempotency_key: true,
      replayed: false,
      user_agent: "shop/1.0",
    });
    const [key] = await asOwner(
      api,
      (sql) => sql`select id from api_keys where merchant_id = ${merchant.merchantId} limit 1`,
    );
    expect(line.actor).toBe(`api_key:${key?.id}`);
    expect(line.duration_ms).toBeGreaterThan(0);
    expect(JSON.parse(line.request_body ?? "")).toEqual({
      currencyType: "USDT-TRC20",
      amount: 12.5,
      email: "a***@example.com",
      callbackUrl: "https://shop.example/done?token=***",
    });
    expect(line.response_body).toContain(answer.body.transactionId);
    expect(`${line.request_body}${line.response_body}`).not.toMatch(/hush|ada@/);
  });

  it("is also of what was refused, as soon as the key is known", async () => {
    const wrong = await call(api, "POST", "/transaction/create", { body: { amount: "x" } });
    expect(await lineOf(wrong)).toMatchObject({ status: 400, error: "validation_failed" });
    const secret = `tgs_test_${"z9Y8x7W6".repeat(6)}`.slice(0, 52);
    const guessed = await call(api, "GET", "/public/transaction/list", {
      headers: { "x-api-secret": secret },
    });
    expectFailure(guessed, 401, "Invalid API secret");
    const line = await lineOf(guessed);
    expect(line).toMatchObject({ status: 401, error: "invalid_api_secret", with_secret: true });
    expect(JSON.stringify(line)).not.toContain(secret);
    const unknown = await call(api, "GET", "/public/wallet/view/nobody%40here.example");
    expect(await lineOf(unknown)).toMatchObject({
      route: "/public/wallet/view/{userId}",
      path: "/api/v1/public/wallet/view/n***%40here.example",
    });
  });

  it("names the person whose session called", async () => {
    const developer = await makePerson(api, merchant, "developer");
    const cookie = await signInByHttp(api, developer);
    const headers = { cookie, origin: api.origin };
    const read = await call(api, "GET", "/webhook/secret", { merchant: null, headers });
    expect(read.status, read.text).toBe(200);
    expect((await lineOf(read)).actor).toBe(`user:${developer.userId}`);
  });

  it("tells a repeated call, and leaves out what nobody sent or was sent", async () => {
    const headers = { "idempotency-key": newId() };
    const ask = { headers, query: { currencyType: "USDT-TRC20", amount: "3" } };
    await call(api, "POST", "/transaction/create", ask);
    const again = await call(api, "POST", "/transaction/create", ask);
    expect(await lineOf(again)).toMatchObject({
      replayed: true,
      query: "currencyType=USDT-TRC20&amount=3",
      request_body: null,
    });
  });

  it("stands for nobody whose key is not known", async () => {
    const before = await asOwner(api, (sql) => sql`select 1 from api_requests`);
    const merchantless = { merchant: null, headers: { apikey: `tg_test_${"0".repeat(46)}` } };
    await call(api, "GET", "/public/transaction/list", merchantless);
    await call(api, "GET", "/public/transaction/list", { merchant: null });
    // One that is written, after those.
    await lineOf(await call(api, "GET", "/public/transaction/list", { merchant: other }));
    const after = await asOwner(api, (sql) => sql`select 1 from api_requests`);
    expect(after.length - before.length).toBe(1);
  });

  it("is counted where it is too much of the same", async () => {
    const path = "/public/withdrawal-requests";
    let last: Answer | null = null;
    for (let at = 0; at < 1_000 && last?.status !== 429; at += 1) {
      last = await call(limited, "GET", path);
    }
    if (last?.status !== 429) throw new Error("nothing was refused");
    expect(await lineOf(last, limited)).toMatchObject({ status: 429, error: "rate_limited" });
  });
});

describe("secrets", () => {
  it("are in no line: of headers, bodies, queries, nor those that an answer reveals", async () => {
    const ask = { secret: true } as const;
    const rotated = await call(api, "POST", "/webhook/secret/rotate", { ...ask, body: {} });
    expect(rotated.status, rotated.text).toBe(200);
    const revealed: string = rotated.body.data.webhookSecret;
    const sent = await call(api, "POST", "/public/withdrawal-requests/x/approve", {
      ...ask,
      query: { otp: "314159", note: merchant.apiKey },
      body: { password: "tr0ub4dor", nested: [{ apiSecret: merchant.apiSecret }], text: revealed },
    });
    for (const answer of [rotated, sent]) await lineOf(answer);
    const lines = await asOwner(
      api,
      (sql) => sql`select to_jsonb(r)::text as line from api_requests r`,
    );
    const all = lines.map(({ line }) => line).join("\n");
    expect(all).toContain("/webhook/secret/rotate");
    expect(all).toContain('"otp=***&note=***"');
    for (const secret of [revealed, merchant.apiKey, merchant.apiSecret, "tr0ub4dor", "314159"]) {
      expect(secret.length).toBeGreaterThan(5);
      expect(all.includes(secret), secret.slice(0, 8)).toBe(false);
    }
  });
});

describe("as a command of the shell", () => {
  it("does the same again, by a real shell and a real curl", async () => {
    const invoice = await createInvoice(api);
    const cases = [
      [
        "POST",
        "/transaction/create",
        { body: { currencyType: "USDT-TRC20", amount: 4.25, description: 'Ada\'s "$5" `x` \\' } },
      ],
      ["GET", "/public/transaction/verify", { query: { transactionId: invoice.transactionId } }],
      ["GET", "/webhook/secret", { secret: true }],
    ] as const;
    for (const [method, path, ask] of cases) {
      const first = await call(api, method, path, ask);
      expect(first.status, first.text).toBe(200);
      const { query, request_body: requestBody, ...line } = await lineOf(first);
      const { command, exact } = asCurl(
        {
          method,
          path: line.path,
          query,
          requestBody,
          withSecret: line.with_secret,
          withIdempotencyKey: line.with_idempotency_key,
        },
        api.origin,
      );
      expect(exact).toBe(true);
      const env = {
        ...process.env,
        API_KEY: merchant.apiKey,
        API_SECRET: merchant.apiSecret,
      };
      const { stdout } = await run("sh", ["-c", `${command} --silent`], { env });
      const again = JSON.parse(stdout);
      expect(again, stdout).toMatchObject({ success: true, message: first.body.message });
      if (method === "POST") {
        const verified = await call(api, "GET", "/public/transaction/verify", {
          query: { transactionId: again.transactionId },
        });
        expect(verified.text).toContain(JSON.stringify(cases[0][2].body.description));
      }
    }
  });
});

describe("the web process", () => {
  it("writes what waits before it ends", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tillgate-web-"));
    const web = await startWeb(api.ownerUrl, folder, { RATE_LIMIT_SCALE: "0" });
    try {
      const there = { ...api, origin: web.origin };
      const answer = await call(there, "GET", "/public/transaction/list");
      web.child.kill("SIGTERM");
      expect(await web.exited).toBe(0);
      expect((await lineOf(answer)).status).toBe(200);
    } finally {
      await stopWeb(web);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
