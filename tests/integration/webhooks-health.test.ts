import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import {
  chooseWebhookEvents,
  getChosenEvents,
  getWebhookDelivery,
  getWebhookHealth,
  getWebhookQueue,
  retryFailedEvents,
  retryWebhookEvent,
  sendTestWebhook,
  WEBHOOK_EVENTS,
} from "@/lib/webhooks";
import {
  announce,
  createMerchant,
  delivery,
  eventRow,
  isDelivered,
  merchantContext,
  receiver,
  refusal,
  setUpWebhooks,
  tryAll,
} from "../support/webhooks";

const lab = setUpWebhooks();

describe("choosing events (D-26)", () => {
  it("sends those to the merchant's own URL, and keeps the others to be sent by hand", async () => {
    const { url, requests } = await receiver([200]);
    const merchantId = await createMerchant(url);
    const ctx = merchantContext(merchantId);
    expect(await getChosenEvents(ctx)).toEqual(WEBHOOK_EVENTS);
    const chosen = WEBHOOK_EVENTS.filter((name) => name !== "deposit confirmed");
    const answers = await Promise.allSettled(
      Array.from({ length: 3 }, () => chooseWebhookEvents(ctx, { chosen, seen: WEBHOOK_EVENTS })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "stale_version" },
    });
    expect(await getChosenEvents(ctx)).toEqual(chosen);
    const muted = await announce(merchantId);
    const own = await announce(merchantId, { url });
    const tested = await sendTestWebhook(ctx, 0);
    const worker = delivery();
    await tryAll(worker);
    expect(await eventRow(muted)).toMatchObject({
      delivery_status: "failed",
      attempts: 0,
      last_error: "This event is not chosen",
    });
    expect(await isDelivered(own)).toBe(true);
    expect(await isDelivered(tested.id)).toBe(true);
    const since = new Date(Date.now() - 3_600_000);
    expect(await retryFailedEvents(ctx, { since })).toMatchObject({ retried: 0 });
    await retryWebhookEvent(ctx, muted);
    await tryAll(worker);
    expect(await isDelivered(muted)).toBe(true);
    expect(requests).toHaveLength(3);
    const lines = (await lab.audits(merchantId)).filter(
      ({ action }) => action === "webhook_events.chosen",
    );
    expect(lines).toMatchObject([{ data: { before: WEBHOOK_EVENTS, after: chosen } }]);
  });

  it("asks for its permission, of its own merchant", async () => {
    const { url } = await receiver([200]);
    const merchantId = await createMerchant(url);
    const choice = { chosen: [], seen: WEBHOOK_EVENTS };
    const reader = merchantContext(merchantId, ["webhooks:read"]);
    expect((await refusal(chooseWebhookEvents(reader, choice)))[0]).toBe("scope_missing");
    expect((await refusal(getChosenEvents(merchantContext(merchantId, []))))[0]).toBe(
      "scope_missing",
    );
    await chooseWebhookEvents(merchantContext(await createMerchant(url)), choice);
    expect(await getChosenEvents(reader)).toEqual(WEBHOOK_EVENTS);
  });
});

describe("a delivery that is looked at (D-26)", () => {
  it("shows what went out without its signatures, and what came back without cookies", async () => {
    const { url, requests } = await receiver([500], { "x-note": "<b>no</b>", "set-cookie": "a=b" });
    const merchantId = await createMerchant(url);
    const id = await announce(merchantId);
    const worker = delivery({ scheduleMs: [] });
    await tryAll(worker);
    const { attempts } = await getWebhookDelivery(merchantContext(merchantId), id);
    const [only] = attempts;
    expect(only).toMatchObject({ statusCode: 500, answer: "ok" });
    expect(only?.answerHeaders).toContain("x-note: <b>no</b>");
    expect(only?.answerHeaders).not.toContain("a=b");
    const sent = Object.fromEntries(only?.sentHeaders ?? []);
    const [received] = requests;
    for (const name of ["X-Webhook-Id", "X-Webhook-Timestamp", "X-Webhook-Attempt", "webhook-id"]) {
      expect(sent[name]).toBe(received?.headers[name.toLowerCase()]);
    }
    expect(sent["X-Webhook-Signature"]).toBe("sha256=…");
    expect(sent["webhook-signature"]).toBe("v1,…");
  });
});

describe("how an endpoint fares", () => {
  it("is told in deliveries, shares and times, of its merchant alone", async () => {
    const { url } = await receiver([200]);
    const merchantId = await createMerchant(url);
    const ctx = merchantContext(merchantId);
    expect(await getWebhookHealth(ctx)).toMatchObject({
      lastTry: null,
      nextTryAt: null,
      cut: false,
    });
    const hours = [0, 0, 0, 30];
    for (const [n, hour] of hours.entries()) {
      const id = newId();
      await lab.owner
        .sql`insert into webhook_events (merchant_id, id, type, subject_id, status, url, body, delivery_status,
          next_attempt_at, created_at)
        values (${merchantId}, ${id}, 'deposit', ${newId()}, 'confirmed', ${url}, '{}', ${n === 1 ? "failed" : "delivered"},
          now(), now() - ${hour}::int * interval '1 hour')`;
      await lab.owner
        .sql`insert into webhook_attempts (merchant_id, event_id, attempt, url, started_at, duration_ms,
          status_code, error) values (${merchantId}, ${id}, 1, ${url}, now() - ${hour}::int * interval '1 hour',
          ${(n + 1) * 100}, ${n === 1 ? null : 200}, ${n === 1 ? "refused" : null})`;
    }
    await announce(await createMerchant(url));
    const waits = await announce(merchantId);
    await lab.owner
      .sql`update webhook_events set next_attempt_at = now() + interval '1 hour' where id = ${waits}`;
    const health = await getWebhookHealth(ctx);
    expect(health.day).toMatchObject({
      delivered: 2,
      givenUp: 1,
      waiting: 1,
      medianMs: 200,
      p95Ms: 290,
    });
    expect(health.week).toMatchObject({ delivered: 3, givenUp: 1, waiting: 1, medianMs: 300 });
    expect(health.day.spans).toHaveLength(24);
    expect(health.week.spans).toHaveLength(7);
    expect(health.day.spans.at(-1)).toMatchObject({ delivered: 2, givenUp: 1, waiting: 1 });
    expect(health.week.spans.at(-2)).toMatchObject({ delivered: 1 });
    expect(health.nextTryAt?.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
    expect(health.lastTry).not.toBeNull();
  });
});

describe("the queue (D-35)", () => {
  it("counts what waits, of this merchant, and tells when it does not move", async () => {
    const merchantId = await createMerchant("https://shop.example/hook");
    const other = await createMerchant("https://other.example/hook");
    const ctx = merchantContext(merchantId);
    expect(await getWebhookQueue(ctx)).toEqual({ waiting: 0, late: false });
    await announce(merchantId);
    const overdue = await announce(merchantId);
    await announce(other);
    expect(await getWebhookQueue(ctx)).toEqual({ waiting: 2, late: false });
    const late = () => lab.owner.sql`update webhook_events
      set next_attempt_at = now() - interval '2 minutes' where id = ${overdue}`;
    await late();
    expect(await getWebhookQueue(ctx)).toEqual({ waiting: 2, late: true });
    expect(await getWebhookQueue(merchantContext(other))).toEqual({ waiting: 1, late: false });
    // One that a worker holds is being tried.
    await lab.owner
      .sql`update webhook_events set leased_until = now() + interval '1 minute' where id = ${overdue}`;
    expect(await getWebhookQueue(ctx)).toEqual({ waiting: 2, late: false });
    const blind = { ...ctx, permissions: new Set<never>() };
    await expect(getWebhookQueue(blind)).rejects.toMatchObject({ code: "scope_missing" });
  });
});
