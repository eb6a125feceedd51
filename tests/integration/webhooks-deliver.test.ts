import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import { standardSecret } from "@/lib/webhooks";
import {
  announce,
  attemptRows,
  blackHole,
  createMerchant,
  delivery,
  eventRow,
  isDelivered,
  receiver,
  run,
  SECRET,
  setUpWebhooks,
  until,
} from "../support/webhooks";

const lab = setUpWebhooks();

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
    await lab.owner.sql`update merchants set webhook_secret =
      (select webhook_secret from merchants where id = ${other}) where id = ${merchant}`;
    const id = await announce(merchant);
    const worker = delivery();
    expect(await worker.tick()).toBe(1);
    await worker.settle();
    expect(requests).toHaveLength(0);
    expect(await eventRow(id)).toMatchObject({ delivery_status: "pending", attempts: 0 });
    const [row] = await lab.owner.sql`select webhook_secret from merchants where id = ${other}`;
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
    ["two minutes", () => "120", 120_000],
    ["a second", () => "1", 60_000],
    ["nonsense", () => "nonsense", 60_000],
    ["a date", () => new Date(Date.now() + 300_000).toUTCString(), 300_000],
  ])("wait for Retry-After (%s) only where it is longer", async (_, retryAfter, expected) => {
    const { url } = await receiver([503], { "Retry-After": retryAfter() });
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
