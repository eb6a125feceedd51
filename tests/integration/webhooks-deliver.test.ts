import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { emit, jobContext, transact } from "@/lib/command";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database, type WebhookType } from "@/lib/db";
import { newClientId, newId, silentLogger } from "@/lib/kit";
import {
  createDelivery,
  type Delivery,
  type DeliveryOptions,
  deliverUntilAborted,
  standardSecret,
  webhookSecretAad,
} from "@/lib/webhooks";
import { claimEvents } from "@/lib/webhooks/claim";
import { FIRST_MERCHANT, findDue } from "@/lib/webhooks/find-due";
import { recordAttempts } from "@/lib/webhooks/record-attempts";
import { createTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;
let db: Database;
let owner: Database;
let merchantNumber = 0;
const box = createSecretBox("the secret of these tests");
const SECRET = "merchant secret ü";
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect({ url: database.workerUrl, name: "webhooks-test" });
  owner = connect({ url: database.ownerUrl, name: "webhooks-test-owner" });
});
afterAll(async () => {
  await db?.close();
  await owner?.close();
  await database?.drop();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await owner.sql`update webhook_events set delivery_status = 'failed' where delivery_status = 'pending'`;
});

interface Received {
  readonly at: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers its nth request with the nth status (the last one from then on). */
async function receiver(statuses: number[], headers: Record<string, string> = {}) {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({
      at: Date.now(),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(statuses[requests.length - 1] ?? statuses.at(-1) ?? 200, headers).end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, requests };
}

/** Accepts connections and never answers. */
async function blackHole() {
  const open = new Set<{ destroy(): void }>();
  const server = createTcpServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined).on("close", () => open.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, open };
}

async function createMerchant(url: string | null): Promise<string> {
  const id = newId();
  merchantNumber += 1;
  await owner.sql`insert into merchants (id, number, client_id, name, webhook_url, webhook_secret, fee_tiers, created_at)
    values (${id}, ${merchantNumber}, ${newClientId()}, 'shop', ${url},
      ${box.seal(SECRET, webhookSecretAad(id))}, '[]', now())`;
  return id;
}

interface Announced {
  readonly url?: string;
  readonly type?: WebhookType;
  readonly subjectId?: string;
}

/** Due at once whatever the clocks say. */
async function announce(merchantId: string, event: Announced = {}): Promise<string> {
  const ctx = jobContext(db, "test", silentLogger, () => new Date(Date.now() - 1_000));
  const id = await transact(ctx, (tx) =>
    emit(ctx, tx, {
      merchantId,
      type: event.type ?? "deposit",
      subjectId: event.subjectId ?? newId(),
      status: "confirmed",
      url: event.url ?? null,
      body: '{"success":true,"data":{"note":"€"}}',
    }),
  );
  return id;
}

/** Many at once, straight into the table. */
async function announceMany(merchantId: string, url: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, newId);
  await owner.sql`insert into webhook_events (merchant_id, id, type, subject_id, status, url, body, next_attempt_at, created_at)
    select ${merchantId}, id, 'deposit', gen_random_uuid(), 'confirmed', ${url}, '{}', now() - interval '1 minute', now()
    from unnest(${ids}::uuid[]) as id`;
}

function delivery(options: Partial<DeliveryOptions> = {}): Delivery {
  const made = createDelivery({
    db,
    log: silentLogger,
    openSecret: box.open,
    scheduleMs: [20, 20, 20, 20, 20],
    sandbox: true,
    timeoutMs: 2_000,
    ...options,
  });
  cleanups.push(() => made.close());
  return made;
}

/** Runs the loop until the test ends or the returned function is called. */
function run(options: Partial<DeliveryOptions> = {}): () => Promise<void> {
  const stop = new AbortController();
  const made = delivery(options);
  const loop = deliverUntilAborted({
    delivery: made,
    log: silentLogger,
    signal: stop.signal,
    pollMs: 20,
  });
  cleanups.push(async () => {
    stop.abort();
    await made.close();
    await loop;
  });
  return async () => {
    stop.abort();
    await loop;
  };
}

async function eventRow(id: string) {
  const [row] = await owner.sql`select delivery_status, attempts, last_status_code, last_error,
    leased_until, delivered_at is not null as delivered,
    (extract(epoch from next_attempt_at - now()) * 1000)::float8 as due_in_ms
    from webhook_events where id = ${id}`;
  return row as Record<string, unknown>;
}

async function attemptRows(id: string) {
  return owner.sql`select attempt, status_code, error, url, duration_ms from webhook_attempts
    where event_id = ${id} order by attempt`;
}

async function until(condition: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const isDelivered = async (id: string) => (await eventRow(id)).delivery_status === "delivered";

describe("a delivery", () => {
  it("is signed under both schemes over the exact body, and recorded", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    const id = await announce(merchant);
    const worker = delivery();
    expect(await worker.tick()).toBe(1);
    await worker.settle();
    const [request] = requests;
    expect(requests).toHaveLength(1);
    expect(request?.body).toBe('{"success":true,"data":{"note":"€"}}');
    const headers = request?.headers as Record<string, string>;
    expect(headers).toMatchObject({
      "x-webhook-id": id,
      "webhook-id": id,
      "x-webhook-attempt": "1",
    });
    expect(headers).not.toHaveProperty("x-webhook-test");
    expect(new Webhook(standardSecret(SECRET)).verify(request?.body ?? "", headers)).toBeTruthy();
    expect(await eventRow(id)).toMatchObject({
      delivery_status: "delivered",
      attempts: 1,
      last_status_code: 200,
      last_error: null,
      leased_until: null,
      delivered: true,
    });
    expect(await attemptRows(id)).toMatchObject([
      { attempt: 1, status_code: 200, error: null, url },
    ]);
    expect(await worker.tick()).toBe(0);
  });

  it("goes to the event's own URL before the merchant's, and says when it is a test", async () => {
    const general = await receiver([200]);
    const own = await receiver([200]);
    const merchant = await createMerchant(general.url);
    const id = await announce(merchant, { url: own.url, type: "test" });
    run();
    await until(() => isDelivered(id));
    expect(general.requests).toHaveLength(0);
    expect(own.requests[0]?.headers["x-webhook-test"]).toBe("true");
  });

  it("with the merchant's secret sealed for another row is not sent and costs no attempt", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    const other = await createMerchant(url);
    await owner.sql`update merchants set webhook_secret =
      (select webhook_secret from merchants where id = ${other}) where id = ${merchant}`;
    const id = await announce(merchant);
    const worker = delivery();
    expect(await worker.tick()).toBe(1);
    await worker.settle();
    expect(requests).toHaveLength(0);
    expect(await eventRow(id)).toMatchObject({ delivery_status: "pending", attempts: 0 });
    const [row] = await owner.sql`select webhook_secret from merchants where id = ${other}`;
    expect(row?.webhook_secret).not.toContain(SECRET);
  });

  it("never reaches loopback in production", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    const port = new URL(url).port;
    const ids = [
      await announce(merchant),
      await announce(merchant, { url: `https://127.0.0.1:${port}/` }),
      await announce(merchant, { url: `https://[::ffff:127.0.0.1]:${port}/` }),
      await announce(merchant, { url: `https://shop.example:${port}/` }),
    ];
    const worker = delivery({ sandbox: false, scheduleMs: [], resolve: async () => ["127.0.0.1"] });
    expect(await worker.tick()).toBe(4);
    await worker.settle();
    expect(requests).toHaveLength(0);
    for (const id of ids) {
      expect(await eventRow(id)).toMatchObject({
        delivery_status: "failed",
        last_status_code: null,
      });
    }
  });
});

describe("retries", () => {
  it("over restarts of the worker keep id and body, and every attempt is on record", async () => {
    const { url, requests } = await receiver([500, 502, 404, 302, 429, 200]);
    const id = await announce(await createMerchant(url));
    for (let restart = 0; restart < 6; restart += 1) {
      const stop = run();
      await until(async () => Number((await eventRow(id)).attempts) > restart);
      await stop();
    }
    expect(await eventRow(id)).toMatchObject({ delivery_status: "delivered", attempts: 6 });
    const rows = await attemptRows(id);
    expect(rows.map((row) => row.attempt)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rows.map((row) => row.status_code)).toEqual([500, 502, 404, 302, 429, 200]);
    expect(new Set(requests.map((r) => r.headers["webhook-id"]))).toEqual(new Set([id]));
    expect(new Set(requests.map((r) => r.body)).size).toBe(1);
    expect(requests.map((r) => r.headers["x-webhook-attempt"])).toEqual([..."123456"]);
  });

  it("carry the time of the attempt, not of the event", async () => {
    const { url, requests } = await receiver([500, 200]);
    const id = await announce(await createMerchant(url));
    run({ scheduleMs: [1_100] });
    await until(() => isDelivered(id));
    const [first, second] = requests.map((r) => Number(r.headers["x-webhook-timestamp"]));
    expect(second).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
    for (const { at, headers } of requests) {
      expect(Math.abs(at / 1_000 - Number(headers["x-webhook-timestamp"]))).toBeLessThan(2);
    }
  });

  it("end after the schedule; then by hand only", async () => {
    const { url, requests } = await receiver([500]);
    const id = await announce(await createMerchant(url));
    run({ scheduleMs: [10, 10] });
    await until(async () => (await eventRow(id)).delivery_status === "failed");
    expect(requests).toHaveLength(3);
    expect(await eventRow(id)).toMatchObject({
      attempts: 3,
      last_status_code: 500,
      last_error: "HTTP 500 Internal Server Error",
    });
  });

  it.each([
    ["120", 120_000],
    ["1", 60_000],
    ["nonsense", 60_000],
    [new Date(Date.now() + 300_000).toUTCString(), 300_000],
  ])("wait for Retry-After %s only where it is longer", async (retryAfter, expected) => {
    const { url } = await receiver([503], { "Retry-After": retryAfter });
    const id = await announce(await createMerchant(url));
    const worker = delivery({ scheduleMs: [60_000] });
    await worker.tick();
    await worker.settle();
    const { due_in_ms: dueInMs } = await eventRow(id);
    expect(dueInMs).toBeGreaterThan(expected - 6_000);
    expect(dueInMs).toBeLessThanOrEqual(expected);
  });
});

describe("events of one transaction", () => {
  it("wait for the earlier one until it is delivered", async () => {
    const { url, requests } = await receiver([500, 200]);
    const merchant = await createMerchant(url);
    const subjectId = newId();
    const first = await announce(merchant, { subjectId });
    const second = await announce(merchant, { subjectId });
    run({ scheduleMs: [200, 200] });
    await until(() => isDelivered(second));
    expect(requests.map((r) => r.headers["webhook-id"])).toEqual([first, first, second]);
  });

  it("wait no longer once the earlier one had two attempts", async () => {
    const down = await receiver([500]);
    const up = await receiver([200]);
    const merchant = await createMerchant(null);
    const subjectId = newId();
    const first = await announce(merchant, { subjectId, url: down.url });
    const second = await announce(merchant, { subjectId, url: up.url });
    run({ scheduleMs: [100, 60_000] });
    await until(() => isDelivered(second));
    expect(await eventRow(first)).toMatchObject({ delivery_status: "pending", attempts: 2 });
    expect(up.requests[0]?.at).toBeGreaterThanOrEqual(down.requests[1]?.at ?? Number.NaN);
  });

  it("do not wait for another transaction's or another merchant's", async () => {
    const hole = await blackHole();
    const up = await receiver([200]);
    const merchant = await createMerchant(null);
    const stranger = await createMerchant(null);
    const subjectId = newId();
    await announce(merchant, { subjectId, url: hole.url });
    const other = await announce(merchant, { url: up.url });
    const sameSubject = await announce(stranger, { subjectId, url: up.url });
    run();
    await until(async () => (await isDelivered(other)) && (await isDelivered(sameSubject)), 1_500);
  });
});

describe("a worker that dies", () => {
  it("loses its lease, and the attempt is made again", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    const id = await announce(merchant);
    const dead = await claimEvents(db, [{ merchantId: merchant, id, url }], 400);
    expect(dead).toHaveLength(1);
    const worker = delivery();
    expect(await worker.tick()).toBe(0);
    await until(async () => (await worker.tick()) === 1);
    await worker.settle();
    expect(requests[0]?.headers["x-webhook-attempt"]).toBe("1");
    expect(await eventRow(id)).toMatchObject({ delivery_status: "delivered", attempts: 1 });
  });

  it("and comes back late changes nothing", async () => {
    const { url } = await receiver([500]);
    const merchant = await createMerchant(url);
    const id = await announce(merchant);
    const event = { merchantId: merchant, id, url };
    const [slow] = await claimEvents(db, [event], 1);
    await until(async () => (await claimEvents(db, [event], 60_000)).length === 1);
    const result = {
      delivered: true,
      statusCode: 200,
      error: null,
      durationMs: 1,
      excerpt: "",
      retryAfterMs: null,
    };
    const recorded = await recordAttempts(db, [{ event: slow!, result, waitMs: null }]);
    expect(recorded.size).toBe(0);
    expect(await eventRow(id)).toMatchObject({ delivery_status: "pending", attempts: 0 });
    expect(await attemptRows(id)).toHaveLength(0);
  });

  it("by shutdown leaves unanswered attempts to the next", async () => {
    const hole = await blackHole();
    const id = await announce(await createMerchant(hole.url));
    const worker = delivery();
    await worker.tick();
    await until(() => hole.open.size === 1);
    await worker.close();
    expect(await eventRow(id)).toMatchObject({ delivery_status: "pending", attempts: 0 });
    expect(await attemptRows(id)).toHaveLength(0);
  });
});

describe("many workers and many merchants", () => {
  it("four workers deliver each of 600 events once", async () => {
    const { url, requests } = await receiver([200]);
    const merchants = await Promise.all(Array.from({ length: 6 }, () => createMerchant(url)));
    for (const merchant of merchants) await announceMany(merchant, url, 100);
    for (let n = 0; n < 4; n += 1) run();
    await until(async () => {
      const [row] = await owner.sql`select count(*)::int as count from webhook_events
        where delivery_status = 'pending'`;
      return row?.count === 0;
    });
    expect(requests).toHaveLength(600);
    expect(new Set(requests.map((r) => r.headers["webhook-id"])).size).toBe(600);
  });

  it("a black-holed receiver with 10,000 due events delays nobody else", async () => {
    const hole = await blackHole();
    const { url, requests } = await receiver([200]);
    const greedy = await createMerchant(hole.url);
    const shop = await createMerchant(url);
    await announceMany(greedy, hole.url, 10_000);
    run({ maxConcurrency: 32, perMerchantConcurrency: 8, timeoutMs: 1_000 });
    await until(() => hole.open.size > 0);
    const waits: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      const announced = performance.now();
      await announce(shop);
      await until(() => requests.length > n);
      waits.push(performance.now() - announced);
    }
    expect(hole.open.size).toBeLessThanOrEqual(8);
    waits.sort((a, b) => a - b);
    expect(waits[28]).toBeLessThan(500);
  });

  it("a backlog is walked merchant by merchant, and each gets its turn", async () => {
    const merchants = Array.from({ length: 1_100 }, newId);
    await owner.sql`insert into merchants (id, number, client_id, name, webhook_secret, fee_tiers, created_at)
      select id, 1000000 + place, substr(replace(id::text, '-', ''), 9), 'shop', 'x', '[]', now()
      from unnest(${merchants}::uuid[]) with ordinality as m (id, place)`;
    await owner.sql`insert into webhook_events (merchant_id, id, type, subject_id, status, url, body, next_attempt_at, created_at)
      select id, gen_random_uuid(), 'deposit', gen_random_uuid(), 'confirmed', 'http://127.0.0.1:9/', '{}',
        now() - interval '1 minute', now()
      from unnest(${merchants}::uuid[]) as id, generate_series(1, 3)`;
    const search = { busyMerchants: [merchants[0] ?? ""], perMerchant: 2 };
    const found: string[] = [];
    let after = FIRST_MERCHANT;
    for (let more = true; more; ) {
      const due = await findDue(db, { ...search, after });
      const ids = due.events.map((event) => event.merchantId);
      expect(new Set(ids.slice(0, ids.length / 2)).size).toBe(ids.length / 2);
      found.push(...ids);
      ({ after, more } = due);
    }
    expect(new Set(found)).toEqual(new Set(merchants.slice(1)));
    expect(found).toHaveLength(1_099 * 2);
  });
});
