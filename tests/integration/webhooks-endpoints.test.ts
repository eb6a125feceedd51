import { describe, expect, it } from "vitest";
import { jobContext } from "@/lib/command";
import type { Role } from "@/lib/db";
import { silentLogger } from "@/lib/kit";
import {
  findDisabledWebhooks,
  getWebhookEndpoint,
  getWebhookHealth,
  listWebhookEvents,
  pauseWebhooks,
  resumeWebhooks,
  retryFailedEvents,
  retryWebhookEvent,
  sendTestWebhook,
  setWebhookUrl,
} from "@/lib/webhooks";
import { claimEvents } from "@/lib/webhooks/claim";
import { holdEvents } from "@/lib/webhooks/hold-events";
import { recordAttempts } from "@/lib/webhooks/record-attempts";
import { addPerson, personContext } from "../support/persons";
import {
  announce,
  announceMany,
  createMerchant,
  delivery,
  eventRow,
  isDelivered,
  merchantContext,
  receiver,
  refusal,
  run,
  setUpWebhooks,
  tryAll,
  until,
} from "../support/webhooks";

const lab = setUpWebhooks();
const sandbox = { sandbox: true };
const MAY = ["webhooks:read", "webhooks:write"] as const;

const endpointRow = async (merchantId: string) =>
  (await lab.owner.sql`select * from webhook_endpoints where merchant_id = ${merchantId}`)[0];
const mailsOf = (merchantId: string) =>
  lab.owner
    .sql`select kind, to_address, subject, text_body from mails where merchant_id = ${merchantId} order by id`;
const states = async (merchantId: string) =>
  (
    await lab.owner
      .sql`select delivery_status from webhook_events where merchant_id = ${merchantId} order by id`
  ).map((row) => row.delivery_status);
const actionsOf = async (merchantId: string) =>
  (await lab.audits(merchantId))
    .map(({ action }) => String(action))
    .filter((action) => action.startsWith("webhook_endpoint."));

async function confirmed(merchantId: string, role: Role) {
  const person = await addPerson(lab.owner, merchantId, role);
  await lab.owner.sql`update users set email_verified_at = now() where id = ${person.id}`;
  return person;
}

/** A merchant whose receiver is disabled: it says 410 the first time, and that it is well from then on. */
async function disabled() {
  const sink = await receiver([410, 200]);
  const merchantId = await createMerchant(sink.url);
  const first = await announce(merchantId);
  const worker = delivery({ scheduleMs: [] });
  await tryAll(worker);
  expect(await endpointRow(merchantId)).toMatchObject({ state: "disabled", reason: "gone" });
  return { ...sink, merchantId, first, worker, ctx: merchantContext(merchantId) };
}

describe("an endpoint that fails (D-27)", () => {
  it("is told of at 5, 10 and 15 failures and disabled at 20 given up, once however many count at once", async () => {
    const { url } = await receiver([500]);
    const merchantId = await createMerchant(url);
    const [owner, admin, developer] = [
      await confirmed(merchantId, "owner"),
      await confirmed(merchantId, "admin"),
      await confirmed(merchantId, "developer"),
    ];
    await confirmed(merchantId, "viewer");
    await confirmed(merchantId, "finance");
    await addPerson(lab.owner, merchantId, "developer");
    const ids: string[] = [];
    for (let n = 0; n < 30; n += 1) ids.push(await announce(merchantId));
    const events = ids.map((id) => ({ merchantId, id, url }));
    const claimed = await claimEvents(lab.db, events, 60_000);
    expect(claimed).toHaveLength(30);
    const result = {
      delivered: false,
      statusCode: 500,
      error: "HTTP 500",
      durationMs: 1,
      excerpt: "",
      retryAfterMs: null,
    };
    const options = { scheduleMs: [], link: "https://till.example/dashboard/developers" };
    await Promise.all(
      claimed.map((event) =>
        recordAttempts(
          jobContext(lab.db, "webhooks", silentLogger),
          [{ event, result, waitMs: null }],
          options,
        ),
      ),
    );
    expect(await endpointRow(merchantId)).toMatchObject({
      state: "disabled",
      reason: "given_up",
      failed_tries: 30,
      given_up: 30,
      told: 15,
    });
    const mails = await mailsOf(merchantId);
    for (const { email } of [owner, admin, developer]) {
      const mine = mails.filter((mail) => mail.to_address === email);
      expect(mine.map(({ kind }) => kind).sort()).toEqual([
        "webhook_disabled",
        "webhook_failing",
        "webhook_failing",
        "webhook_failing",
      ]);
      expect(mine.every(({ text_body }) => text_body.includes(options.link))).toBe(true);
    }
    expect(mails).toHaveLength(12);
    expect(await actionsOf(merchantId)).toEqual(["webhook_endpoint.disabled"]);
  });

  it("is whole again after a success; records' own URLs, old URLs and other merchants are none of it", async () => {
    const dead = await receiver([500]);
    const { url } = await receiver([500, 500, 200]);
    const merchantId = await createMerchant(url);
    const other = await createMerchant(url);
    await announce(merchantId, { url: dead.url });
    const worker = delivery({ scheduleMs: [] });
    await tryAll(worker);
    expect(await endpointRow(merchantId)).toBeUndefined();
    await announce(merchantId);
    await announce(merchantId);
    await tryAll(worker);
    expect(await endpointRow(merchantId)).toMatchObject({ failed_tries: 2, given_up: 2 });
    expect(await endpointRow(other)).toBeUndefined();
    await announce(merchantId);
    await tryAll(worker);
    expect(await endpointRow(merchantId)).toMatchObject({ failed_tries: 0, failing_since: null });
    await lab.owner.sql`update merchants set webhook_url = ${dead.url} where id = ${merchantId}`;
    await announce(merchantId);
    await lab.owner.sql`update merchants set webhook_url = ${url} where id = ${merchantId}`;
    await tryAll(worker);
    expect(await endpointRow(merchantId)).toMatchObject({ failed_tries: 0 });
  });

  it("that says 410 is disabled; what comes then waits, and goes out whole when it is enabled", async () => {
    const { merchantId, ctx, worker, requests, first } = await disabled();
    expect(await findDisabledWebhooks(ctx)).toBeInstanceOf(Date);
    const ids = [await announce(merchantId), await announce(merchantId)];
    const own = await receiver([200]);
    const ownId = await announce(merchantId, { url: own.url });
    await tryAll(worker);
    expect(await isDelivered(ownId)).toBe(true);
    expect(requests).toHaveLength(1);
    for (const id of ids)
      expect(await eventRow(id)).toMatchObject({ delivery_status: "held", attempts: 0 });
    expect(await getWebhookEndpoint(ctx)).toMatchObject({
      state: "disabled",
      waiting: 2,
      reason: "gone",
    });
    const { docs } = await listWebhookEvents(ctx, {
      page: 1,
      limit: 20,
      deliveryStatus: "pending",
    });
    expect(docs).toMatchObject([
      { deliveryStatus: "pending", nextAttemptAt: null },
      { deliveryStatus: "pending", nextAttemptAt: null },
    ]);

    const answers = await Promise.all(Array.from({ length: 6 }, () => resumeWebhooks(ctx)));
    expect(answers.reduce((sum, { released }) => sum + released, 0)).toBe(2);
    const [since] = answers.flatMap((answer) => answer.since ?? []);
    expect(answers.filter((answer) => answer.since !== null)).toHaveLength(1);
    const sent = await Promise.all(
      Array.from({ length: 4 }, () => retryFailedEvents(ctx, { since: since as Date })),
    );
    expect(sent.reduce((sum, { retried }) => sum + retried, 0)).toBe(1);
    await lab.owner.sql`update webhook_events set next_attempt_at = now() where id = ${first}`;
    await tryAll(worker);
    for (const id of [first, ...ids]) expect(await isDelivered(id)).toBe(true);
    expect(requests).toHaveLength(4);
    expect(await findDisabledWebhooks(ctx)).toBeNull();
    expect(await actionsOf(merchantId)).toEqual([
      "webhook_endpoint.disabled",
      "webhook_endpoint.resumed",
    ]);
  });

  it("still gets what is sent by hand, once", async () => {
    const { merchantId, ctx, worker, requests } = await disabled();
    const id = await announce(merchantId);
    await tryAll(worker);
    await retryWebhookEvent(ctx, id);
    const tested = await sendTestWebhook(ctx, 0);
    await tryAll(worker);
    expect(await isDelivered(id)).toBe(true);
    expect(await isDelivered(tested.id)).toBe(true);
    expect(requests).toHaveLength(3);
    expect(await endpointRow(merchantId)).toMatchObject({ state: "disabled", failed_tries: 0 });
    // Due already and not yet laid aside: asked for by hand, it goes too.
    const due = await announce(merchantId);
    await retryWebhookEvent(ctx, due);
    await tryAll(worker);
    expect(await isDelivered(due)).toBe(true);
  });

  it("is open again as soon as a URL is set, to which goes what waited", async () => {
    const { merchantId, ctx, worker, url, requests } = await disabled();
    const person = await confirmed(merchantId, "developer");
    const id = await announce(merchantId);
    await tryAll(worker);
    await setWebhookUrl(ctx, { webhookUrl: null }, sandbox);
    expect(await endpointRow(merchantId)).toMatchObject({ state: "disabled" });
    expect(await findDisabledWebhooks(ctx)).toBeNull();
    await setWebhookUrl(ctx, { webhookUrl: url }, sandbox);
    await setWebhookUrl(ctx, { webhookUrl: url }, sandbox);
    expect(await endpointRow(merchantId)).toMatchObject({ state: "active", failed_tries: 0 });
    await tryAll(worker);
    expect(await isDelivered(id)).toBe(true);
    expect(requests).toHaveLength(2);
    const mails = await mailsOf(merchantId);
    expect(mails.filter(({ to_address }) => to_address === person.email)).toMatchObject([
      { kind: "webhook_changed" },
      { kind: "webhook_changed" },
    ]);
  });
});

describe("pausing and resuming", () => {
  it("keeps everything and sends it afterwards, each once, whoever asks how often", async () => {
    const { url, requests } = await receiver([200]);
    const merchantId = await createMerchant(url);
    const person = await confirmed(merchantId, "developer");
    const ctx = personContext(merchantContext(merchantId).db, merchantId, person, {
      permissions: MAY,
    });
    await Promise.all(Array.from({ length: 5 }, () => pauseWebhooks(ctx)));
    expect(await getWebhookEndpoint(ctx)).toMatchObject({ state: "paused", pausedBy: person.name });
    await announceMany(merchantId, url, 1_300);
    const worker = delivery({ scheduleMs: [] });
    await until(async () => {
      await worker.tick();
      return (await states(merchantId)).every((state) => state === "held");
    });
    expect(requests).toHaveLength(0);

    // A first step and no more: the browser was closed.
    expect(await resumeWebhooks(ctx)).toMatchObject({ released: 1_000, more: true });
    expect(await endpointRow(merchantId)).toMatchObject({ state: "paused" });
    run({ scheduleMs: [] });
    await until(() => requests.length === 1_000, 30_000);
    const steps = await Promise.all(Array.from({ length: 4 }, () => resumeWebhooks(ctx)));
    expect(steps.reduce((sum, { released }) => sum + released, 0)).toBe(300);
    await until(
      async () => (await states(merchantId)).every((state) => state === "delivered"),
      30_000,
    );
    expect(new Set(requests.map((r) => r.headers["webhook-id"])).size).toBe(1_300);
    expect(requests).toHaveLength(1_300);
    expect(await actionsOf(merchantId)).toEqual([
      "webhook_endpoint.paused",
      "webhook_endpoint.resumed",
    ]);
    expect(await endpointRow(merchantId)).toMatchObject({ state: "active", paused_by: null });
  });

  it("lets nothing be laid aside for ever while it is opened", async () => {
    const { url } = await receiver([200]);
    const merchantId = await createMerchant(url);
    const ctx = merchantContext(merchantId);
    for (let round = 0; round < 10; round += 1) {
      await pauseWebhooks(ctx);
      const id = await announce(merchantId);
      await Promise.all([
        holdEvents(lab.db, [merchantId]),
        resumeWebhooks(ctx),
        holdEvents(lab.db, [merchantId]),
      ]);
      expect((await eventRow(id)).delivery_status).toBe("pending");
      expect(await holdEvents(lab.db, [merchantId])).toBe(0);
    }
  });

  it("goes on counting where a pause began", async () => {
    const { url } = await receiver([500]);
    const merchantId = await createMerchant(url);
    const ctx = merchantContext(merchantId);
    const worker = delivery({ scheduleMs: [] });
    await announce(merchantId);
    await tryAll(worker);
    await pauseWebhooks(ctx);
    await announce(merchantId);
    await tryAll(worker);
    await resumeWebhooks(ctx);
    expect(await endpointRow(merchantId)).toMatchObject({ state: "active", failed_tries: 1 });
    await tryAll(worker);
    expect(await endpointRow(merchantId)).toMatchObject({ failed_tries: 2, given_up: 2 });
  });

  it("asks for its permission and a URL, and touches no other merchant", async () => {
    const { url } = await receiver([200]);
    const merchantId = await createMerchant(url);
    const other = merchantContext(await createMerchant(url));
    const reader = merchantContext(merchantId, ["webhooks:read"]);
    for (const verb of [pauseWebhooks, resumeWebhooks]) {
      expect((await refusal(verb(reader)))[0]).toBe("scope_missing");
    }
    for (const read of [getWebhookEndpoint, getWebhookHealth, findDisabledWebhooks]) {
      expect((await refusal(read(merchantContext(merchantId, []))))[0]).toBe("scope_missing");
    }
    const nowhere = merchantContext(await createMerchant(null));
    for (const verb of [pauseWebhooks, resumeWebhooks]) {
      expect(await refusal(verb(nowhere))).toEqual(["invalid_state", "No webhook URL is set"]);
    }
    await pauseWebhooks(merchantContext(merchantId));
    await resumeWebhooks(other);
    expect(await endpointRow(merchantId)).toMatchObject({ state: "paused" });
    expect(await getWebhookEndpoint(other)).toMatchObject({ state: "active", waiting: 0 });
  });
});
