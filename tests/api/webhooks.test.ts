import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { roleUrl } from "@/lib/config";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database } from "@/lib/db";
import { newId, silentLogger } from "@/lib/kit";
import { createDelivery, deliverUntilAborted, standardSecret } from "@/lib/webhooks";
import { type Ask, call, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";
import { API_SECRET, PASSWORDS } from "../support/api-process";
import type { ApiMerchant } from "../support/api-world";

const api = inject("api");
const [merchant, other] = api.merchants;
const ask = (method: "GET" | "POST", path: string, more: Ask = {}) =>
  call(api, method, `/webhook/${path}`, { secret: true, ...more });
const post = (path: string, more: Ask = {}) => ask("POST", path, more);

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
const received: Received[] = [];
let answerWith = 200;
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  received.push({ headers: request.headers, body });
  response.writeHead(answerWith).end();
});
let url = "";
let db: Database;
const stop = new AbortController();
let delivered: Promise<void>;

// The worker's part, in this process: the web process only writes down what is to be sent.
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const workerUrl = roleUrl(api.ownerUrl, "tillgate_worker", PASSWORDS.workerPassword);
  db = connect({ url: workerUrl, name: "webhook-api-tests", max: 4 });
  const delivery = createDelivery({
    db,
    log: silentLogger,
    openSecret: createSecretBox(API_SECRET).open,
    scheduleMs: [],
    sandbox: true,
  });
  delivered = deliverUntilAborted({ delivery, log: silentLogger, signal: stop.signal, pollMs: 50 });
});
afterAll(async () => {
  for (const one of api.merchants) await post("url", { merchant: one, body: { webhookUrl: null } });
  stop.abort();
  await delivered;
  await db.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const setUrl = (webhookUrl: unknown, more: Ask = {}) =>
  post("url", { body: { webhookUrl }, ...more });

async function failedTest(of: ApiMerchant): Promise<string> {
  await setUrl(url, { merchant: of });
  answerWith = 500;
  const answer = await post("test", { merchant: of });
  answerWith = 200;
  expect(answer.body.data, answer.text).toMatchObject({ deliveryStatus: "failed", attempts: 1 });
  return answer.body.data.id;
}

describe("every webhook endpoint", () => {
  it("asks for both keys", async () => {
    for (const [method, path] of [
      ["POST", "url"],
      ["POST", "test"],
      ["GET", "secret"],
      ["POST", "secret/rotate"],
      ["GET", "events"],
      ["POST", `retry/${newId()}`],
    ] as const) {
      const path_ = `/webhook/${path}`;
      expectFailure(await call(api, method, path_), 401, "x-api-secret header is required");
      const wrong = { headers: { "x-api-secret": other.apiSecret } };
      expectFailure(await call(api, method, path_, wrong), 401, "Invalid API secret");
      expectFailure(await call(api, method, path_, { merchant: null }), 401, "API key required");
    }
  });
});

describe("POST /webhook/url", () => {
  it("sets and clears the merchant's URL", async () => {
    const set = await setUrl("https://8.8.8.8/hook");
    expect(set.body).toEqual({
      success: true,
      message: "Webhook URL updated successfully",
      data: { webhookUrl: "https://8.8.8.8/hook" },
    });
    expect((await setUrl(null)).body.data).toEqual({ webhookUrl: null });
  });

  it("refuses what nothing may be sent to", async () => {
    const malformed = "webhookUrl must be an https URL";
    for (const given of [
      "",
      "x",
      "ftp://shop.example/",
      5,
      {},
      undefined,
      "https://a@b.example/",
    ]) {
      expectFailure(await setUrl(given), 400, malformed);
    }
    for (const host of ["10.0.0.1", "169.254.169.254", "[fd00::1]", "0xa9fea9fe"]) {
      const answer = await setUrl(`https://${host}/`);
      expectFailure(answer, 400, "webhookUrl must not point to a private address");
      expect(answer.body.details).toMatchObject([{ path: "webhookUrl" }]);
    }
    expectFailure(await post("url"), 400, malformed);
  });
});

describe("POST /webhook/test", () => {
  it("needs a URL", async () => {
    await setUrl(null);
    expectFailure(await post("test"), 400, "No webhook URL is set");
  });

  it("sends a signed test and answers what became of it, once per Idempotency-Key", async () => {
    await setUrl(url);
    const headers = { "idempotency-key": newId() };
    const first = await post("test", { headers });
    expect(first.body, first.text).toMatchObject({
      success: true,
      message: "Test webhook sent successfully",
      data: { type: "test", url, deliveryStatus: "delivered", attempts: 1, lastStatusCode: 200 },
    });
    const again = await post("test", { headers });
    expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([first.text, "true"]);
    const mine = received.filter((r) => r.headers["x-webhook-id"] === first.body.data.id);
    expect(mine).toHaveLength(1);
    expect(mine[0]?.headers["x-webhook-test"]).toBe("true");
  });
});

describe("the webhook secret", () => {
  it("is rotated, shown once, stored nowhere in the clear, and the old one signs beside it", async () => {
    await setUrl(url);
    const rotate = (more: Ask = {}) => post("secret/rotate", more);
    const headers = { "idempotency-key": newId() };
    const [one, two] = await Promise.all([rotate({ headers }), rotate({ headers })]);
    expect(one.body, one.text).toEqual({
      success: true,
      message: "Webhook secret rotated successfully",
      data: { webhookSecret: expect.stringMatching(/^tg_whs_\w{43}$/) },
    });
    expect(two.text).toBe(one.text);
    const first: string = one.body.data.webhookSecret;
    const second: string = (await rotate()).body.data.webhookSecret;
    const replayed = await rotate({ headers });
    expect([replayed.text, replayed.headers.get("idempotent-replayed")]).toEqual([
      one.text,
      "true",
    ]);
    expectFailure(
      await rotate({ headers, query: { x: "1" } }),
      422,
      "Idempotency-Key was already used with another request",
    );
    const masked = await ask("GET", "secret");
    expect(masked.body.data.webhookSecret).toBe(`${"*".repeat(42)}${second.slice(-8)}`);
    const { body } = await post("test");
    const sent = received.find((r) => r.headers["x-webhook-id"] === body.data.id);
    for (const secret of [first, second]) {
      const verifier = new Webhook(standardSecret(secret));
      verifier.verify(sent?.body ?? "", sent?.headers as Record<string, string>);
    }
    const [stored] = await asOwner(
      api,
      (sql) => sql`select string_agg(k::text, '') as text from idempotency_keys k`,
    );
    expect(stored?.text).not.toContain(first.slice(7));
  });
});

describe("GET /webhook/events", () => {
  it("lists by delivery status", async () => {
    const id = await failedTest(merchant);
    const { body } = await ask("GET", "events", { query: { deliveryStatus: "failed" } });
    expect(body.message).toBe("Webhook events retrieved successfully");
    expect(Object.keys(body.data.docs[0])).toEqual(
      "id type transactionId status url deliveryStatus attempts lastStatusCode lastError nextAttemptAt createdAt".split(
        " ",
      ),
    );
    expect(body.data.docs[0]).toMatchObject({
      id,
      deliveryStatus: "failed",
      lastStatusCode: 500,
      lastError: "HTTP 500 Internal Server Error",
      nextAttemptAt: null,
    });
    const theirs = await ask("GET", "events", { merchant: other });
    expect(theirs.text).not.toContain(id);
    for (const query of [
      { deliveryStatus: "x" },
      { page: "0" },
      { limit: "-1" },
      { cursor: "x" },
    ]) {
      expectFailure(await ask("GET", "events", { query }), 400, "Validation failed");
    }
  });
});

describe("POST /webhook/retry/{webhookEventId}", () => {
  it("sends a failed event again, to its own merchant only", async () => {
    const id = await failedTest(merchant);
    const unknown = "Webhook event not found";
    expectFailure(await post(`retry/${id}`, { merchant: other }), 404, unknown);
    for (const wrong of [newId(), "x", "%00", "a%2Fb"]) {
      expectFailure(await post(`retry/${wrong}`), 404, unknown);
    }
    const retried = await post(`retry/${id}`);
    expect(retried.body).toMatchObject({
      message: "Webhook event queued for delivery",
      data: { id, deliveryStatus: "pending" },
    });
    const clicks = await Promise.all(Array.from({ length: 20 }, () => post(`retry/${id}`)));
    expect(clicks.map((click) => click.status)).toEqual(clicks.map(() => 200));
    await expect
      .poll(async () => (await ask("GET", "events")).body.data.docs[0], { timeout: 20_000 })
      .toMatchObject({ id, deliveryStatus: "delivered", attempts: 2 });
    const mine = received.filter((r) => r.headers["webhook-id"] === id);
    expect(mine.map((r) => r.headers["x-webhook-attempt"])).toEqual(["1", "2"]);
    expect(mine[1]?.body).toBe(mine[0]?.body);
  });
});
