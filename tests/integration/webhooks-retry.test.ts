import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import {
  getWebhookEvent,
  listWebhookEvents,
  retryWebhookEvent,
  setWebhookUrl,
} from "@/lib/webhooks";
import {
  announce,
  attemptRows,
  createMerchant,
  delivery,
  eventRow,
  isDelivered,
  merchantContext,
  receiver,
  refusal,
  run,
  setUpWebhooks,
  until,
} from "../support/webhooks";

const lab = setUpWebhooks();
const sandbox = { sandbox: true };

describe("listWebhookEvents", () => {
  it("shows the merchant's own, newest first, by status, page and cursor", async () => {
    const { url } = await receiver([200]);
    const merchant = await createMerchant(url);
    const ctx = merchantContext(merchant);
    await announce(await createMerchant(url));
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) ids.unshift(await announce(merchant));
    const [newest = "", , third = ""] = ids;
    await lab.owner.sql`update webhook_events set delivery_status = 'failed' where id = ${newest}`;
    await lab.owner
      .sql`update webhook_events set delivery_status = 'delivered' where id = ${third}`;
    const list = (request: Partial<Parameters<typeof listWebhookEvents>[1]>) =>
      listWebhookEvents(ctx, { page: 1, limit: 2, ...request });
    const first = await list({});
    expect(first).toMatchObject({ totalDocs: 5, totalPages: 3, hasNextPage: true });
    const second = await list({ cursor: first.nextCursor ?? "" });
    const byNumber = await list({ page: 2 });
    const last = await list({ page: 3 });
    expect([first, second, last].flatMap((page) => page.docs.map((doc) => doc.id))).toEqual(ids);
    expect(byNumber.docs).toEqual(second.docs);
    expect(last).toMatchObject({ hasPrevPage: true, hasNextPage: false, nextCursor: null });
    expect((await list({ deliveryStatus: "failed" })).docs.map((doc) => doc.id)).toEqual([newest]);
    const delivered = await list({ deliveryStatus: "delivered" });
    expect(delivered.docs).toMatchObject([
      { id: third, nextAttemptAt: null, url, type: "deposit" },
    ]);
    expect(await list({ deliveryStatus: "pending" })).toMatchObject({ totalDocs: 3 });
    expect(await refusal(list({ cursor: "x" }))).toEqual([
      "validation_failed",
      "Validation failed",
    ]);
  });
});

describe("retryWebhookEvent", () => {
  const failed = async (id: string) => (await eventRow(id)).delivery_status === "failed";
  /** Moves the event's attempts in time: the rest between two by hand is reckoned from the last one. */
  const shiftAttempts = (id: string, seconds: number) =>
    lab.owner.sql.begin(async (sql) => {
      await sql`alter table webhook_attempts disable trigger user`;
      await sql`update webhook_attempts set started_at = started_at + ${seconds}::int * interval '1 second'
        where event_id = ${id}`;
      await sql`alter table webhook_attempts enable trigger user`;
    });
  const rested = (id: string) => shiftAttempts(id, -60);

  it("sends an exhausted event again, with its id and body, once", async () => {
    const { url, requests } = await receiver([500, 500, 500, 200]);
    const merchant = await createMerchant(url);
    const ctx = merchantContext(merchant);
    const id = await announce(merchant);
    run({ scheduleMs: [10] });
    await until(() => failed(id));
    const { docs } = await listWebhookEvents(ctx, { page: 1, limit: 20, deliveryStatus: "failed" });
    expect(docs).toMatchObject([{ id, attempts: 2, lastStatusCode: 500, nextAttemptAt: null }]);
    await rested(id);
    expect(await retryWebhookEvent(ctx, id)).toMatchObject({ id, deliveryStatus: "pending" });
    await until(async () => requests.length === 3 && (await failed(id)));
    await rested(id);
    await retryWebhookEvent(ctx, id);
    await until(() => isDelivered(id));
    expect(requests.map((r) => r.headers["x-webhook-attempt"])).toEqual(["1", "2", "3", "4"]);
    expect(new Set(requests.map((r) => `${r.headers["webhook-id"]} ${r.body}`)).size).toBe(1);
    expect(await attemptRows(id)).toHaveLength(4);
    expect(await lab.audits(merchant)).toMatchObject([
      { action: "webhook.retried", data: { was: "failed", attempts: 2 } },
      { action: "webhook.retried", data: { was: "failed", attempts: 3 } },
    ]);
  });

  it("sends what had no URL once there is one, and what waited at once", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(null);
    const ctx = merchantContext(merchant);
    const id = await announce(merchant);
    const missing = ["invalid_state", "No webhook URL is set"];
    expect(await refusal(retryWebhookEvent(ctx, id))).toEqual(missing);
    await setWebhookUrl(ctx, { webhookUrl: url }, sandbox);
    expect(await retryWebhookEvent(ctx, id)).toMatchObject({ url, deliveryStatus: "pending" });
    const later = await announce(merchant);
    await lab.owner.sql`update webhook_events set next_attempt_at = now() + interval '1 hour'
      where id = ${later}`;
    await retryWebhookEvent(ctx, later);
    run();
    await until(async () => (await isDelivered(id)) && (await isDelivered(later)));
    expect(requests).toHaveLength(2);
  });

  it("goes to the merchant's present URL unless the record had its own", async () => {
    const dead = await receiver([500]);
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(dead.url);
    const ctx = merchantContext(merchant);
    const general = await announce(merchant);
    const own = await announce(merchant, { url: dead.url });
    const stop = run({ scheduleMs: [] });
    await until(async () => (await failed(general)) && (await failed(own)));
    await stop();
    await setWebhookUrl(ctx, { webhookUrl: url }, sandbox);
    expect(await retryWebhookEvent(ctx, general)).toMatchObject({ url });
    expect(await retryWebhookEvent(ctx, own)).toMatchObject({ url: dead.url });
    await rested(general);
    await retryWebhookEvent(ctx, general);
    run({ scheduleMs: [] });
    await until(() => isDelivered(general));
    expect(requests.map((r) => r.headers["webhook-id"])).toEqual([general]);
  });

  it("clicked a hundred times at once makes one more attempt; the next one has to wait", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    const ctx = merchantContext(merchant);
    const id = await announce(merchant);
    const worker = delivery();
    await worker.tick();
    await worker.settle();
    await rested(id);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => retryWebhookEvent(ctx, id)),
    );
    expect(new Set(answers.map((event) => event.id))).toEqual(new Set([id]));
    expect(await lab.audits(merchant)).toHaveLength(1);
    expect(await worker.tick()).toBe(1);
    await worker.settle();
    expect(await isDelivered(id)).toBe(true);
    await shiftAttempts(id, 60);
    for (let i = 0; i < 3; i += 1) {
      const { nextAttemptAt } = await retryWebhookEvent(ctx, id);
      expect(Date.parse(nextAttemptAt ?? "") - Date.now()).toBeGreaterThan(30_000);
    }
    expect(await worker.tick()).toBe(0);
    expect(requests).toHaveLength(2);
  });

  it("leaves an attempt in flight alone", async () => {
    const { url } = await receiver([200]);
    const merchant = await createMerchant(url);
    const ctx = merchantContext(merchant);
    const id = await announce(merchant);
    await lab.owner.sql`update webhook_events set leased_until = now() + interval '30 s',
      next_attempt_at = now() - interval '1 minute' where id = ${id}`;
    const before = await lab.owner.sql`select * from webhook_events where id = ${id}`;
    await Promise.all(Array.from({ length: 10 }, () => retryWebhookEvent(ctx, id)));
    expect(await lab.owner.sql`select * from webhook_events where id = ${id}`).toEqual(before);
    expect(await lab.audits(merchant)).toEqual([]);
  });

  it("knows no other merchant's events", async () => {
    const { url } = await receiver([200]);
    const id = await announce(await createMerchant(url));
    const stranger = merchantContext(await createMerchant(url));
    const unknown = ["not_found", "Webhook event not found"];
    for (const wanted of [id, newId(), "x", ""]) {
      expect(await refusal(retryWebhookEvent(stranger, wanted))).toEqual(unknown);
      expect(await refusal(getWebhookEvent(stranger, wanted))).toEqual(unknown);
    }
  });
});
