import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/command";
import { findAnswer, transact } from "@/lib/command";
import { newId } from "@/lib/kit";
import {
  dropRetiredSecrets,
  getWebhookEvent,
  getWebhookSecret,
  listWebhookEvents,
  readRotatedSecret,
  retryWebhookEvent,
  rotateWebhookSecret,
  sendTestWebhook,
  setWebhookUrl,
  standardSecret,
} from "@/lib/webhooks";
import { WEBHOOK_FIELDS } from "../support/shop";
import {
  announce,
  box,
  createMerchant,
  delivery,
  eventRow,
  isDelivered,
  merchantContext,
  receiver,
  refusal,
  run,
  SECRET,
  setUpWebhooks,
  until,
} from "../support/webhooks";

const lab = setUpWebhooks();
const DAY_MS = 24 * 3_600_000;
const sandbox = { sandbox: true };
const rotate = (ctx: Context) => rotateWebhookSecret(ctx, box.seal);

/** Which of these secrets a request's two signatures verify with. */
function signers(request: { headers: object; body: string } | undefined, secrets: string[]) {
  const headers = request?.headers as Record<string, string>;
  const body = request?.body ?? "";
  const verifies = (secret: string) => {
    try {
      return Boolean(new Webhook(standardSecret(secret)).verify(body, headers));
    } catch {
      return false;
    }
  };
  const digest = (secret: string) =>
    `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  return {
    standard: secrets.filter(verifies),
    plain: secrets.filter((secret) => headers["x-webhook-signature"] === digest(secret)),
  };
}

async function deliverOne(merchantId: string): Promise<void> {
  const id = await announce(merchantId);
  const worker = delivery();
  await worker.tick();
  await worker.settle();
  expect(await isDelivered(id)).toBe(true);
}

describe("every verb", () => {
  it("asks for its permission", async () => {
    const merchant = await createMerchant("http://127.0.0.1:1/");
    const id = await announce(merchant);
    const reader = merchantContext(merchant, ["webhooks:read", "settings:write"]);
    const writer = merchantContext(merchant, ["webhooks:write", "settings:read"]);
    for (const work of [
      () => setWebhookUrl(reader, { webhookUrl: null }, sandbox),
      () => sendTestWebhook(reader, 0),
      () => rotate(reader),
      async () => readRotatedSecret(reader, "x", box.open),
      () => retryWebhookEvent(reader, id),
      () => getWebhookSecret(writer, box.open),
      () => listWebhookEvents(writer, { page: 1, limit: 20 }),
      () => getWebhookEvent(writer, id),
    ]) {
      expect((await refusal(work()))[0]).toBe("scope_missing");
    }
    expect(await lab.audits(merchant)).toEqual([]);
  });
});

describe("setWebhookUrl", () => {
  it("sends later events there, and null sends them nowhere", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(null);
    const ctx = merchantContext(merchant);
    const before = await announce(merchant);
    expect(await setWebhookUrl(ctx, { webhookUrl: url }, sandbox)).toEqual({ webhookUrl: url });
    await deliverOne(merchant);
    expect(requests).toHaveLength(1);
    await setWebhookUrl(ctx, { webhookUrl: null }, sandbox);
    const after = await announce(merchant);
    for (const id of [before, after]) {
      expect(await eventRow(id)).toMatchObject({ last_error: "No webhook URL is set" });
    }
    expect(await lab.audits(merchant)).toMatchObject([
      { action: "webhook_url.updated", data: { before: null, after: url } },
      { action: "webhook_url.updated", data: { before: url, after: null } },
    ]);
  });

  it("refuses private addresses in every spelling, and names that lead to them", async () => {
    const ctx = merchantContext(await createMerchant("https://before.example/"));
    const set = (webhookUrl: string, addresses: readonly string[] = ["8.8.8.8"]) =>
      setWebhookUrl(ctx, { webhookUrl }, { sandbox: false, resolve: async () => addresses });
    const refused = ["validation_failed", "webhookUrl must not point to a private address"];
    for (const host of ["127.0.0.1", "0x7f.1", "[::ffff:10.0.0.1]", "169.254.169.254"]) {
      expect(await refusal(set(`https://${host}/`))).toEqual(refused);
    }
    for (const address of ["127.0.0.1", "10.1.2.3", "169.254.169.254", "fd00::1", "::1"]) {
      expect(await refusal(set("https://shop.example/", [address]))).toEqual(refused);
    }
    expect(await refusal(set("http://shop.example/"))).toEqual([
      "validation_failed",
      "webhookUrl must be an https URL",
    ]);
    await set("https://shop.example/", ["10.0.0.1", "8.8.8.8"]);
    await set("https://unknown.example/", []);
    const stored = await lab.owner
      .sql`select webhook_url from merchants where id = ${ctx.merchantId}`;
    expect(stored).toMatchObject([{ webhook_url: "https://unknown.example/" }]);
  });

  it("does not wait for a name server that is silent", async () => {
    const ctx = merchantContext(await createMerchant(null));
    const webhookUrl = "https://silent.example/";
    const silent = { sandbox: false, resolve: () => new Promise<string[]>(() => undefined) };
    expect(await setWebhookUrl(ctx, { webhookUrl }, silent)).toEqual({ webhookUrl });
  });

  it("changes one merchant's alone, also when many set it at once", async () => {
    const [mine, other] = [await createMerchant(null), await createMerchant(null)];
    const urls = Array.from({ length: 8 }, (_, i) => `http://127.0.0.1:${4_000 + i}/`);
    await Promise.all(
      urls.map((webhookUrl) => setWebhookUrl(merchantContext(mine), { webhookUrl }, sandbox)),
    );
    const rows = await lab.owner.sql`select id, webhook_url from merchants
      where id in (${mine}, ${other})`;
    expect(urls).toContain(rows.find((row) => row.id === mine)?.webhook_url);
    expect(rows.find((row) => row.id === other)?.webhook_url).toBeNull();
    expect(await lab.audits(mine)).toHaveLength(8);
  });
});

describe("sendTestWebhook", () => {
  it("delivers a marked event in the contract's form, and says what became of it", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    run();
    const event = await sendTestWebhook(merchantContext(merchant), 10_000);
    expect(event).toMatchObject({
      type: "test",
      url,
      deliveryStatus: "delivered",
      attempts: 1,
      lastStatusCode: 200,
      lastError: null,
      nextAttemptAt: null,
    });
    const [request] = requests;
    expect(request?.headers).toMatchObject({ "x-webhook-test": "true", "x-webhook-id": event.id });
    expect(signers(request, [SECRET])).toEqual({ standard: [SECRET], plain: [SECRET] });
    const body = JSON.parse(request?.body ?? "");
    expect(body).toMatchObject({ success: true, message: "Transaction status update" });
    expect(Object.keys(body.data)).toEqual(WEBHOOK_FIELDS);
    expect(body.data).toMatchObject({ id: event.transactionId, invoiceNo: "INV-TEST" });
  });

  it("answers a failure as soon as it is known, and pending when nobody sends", async () => {
    const { url } = await receiver([500]);
    const ctx = merchantContext(await createMerchant(url));
    const waiting = await sendTestWebhook(ctx, 200);
    expect(waiting).toMatchObject({ deliveryStatus: "pending", attempts: 0, lastError: null });
    expect(waiting.nextAttemptAt).toMatch(/Z$/);
    run({ scheduleMs: [60_000] });
    const failing = await sendTestWebhook(ctx, 10_000);
    expect(failing).toMatchObject({
      deliveryStatus: "pending",
      attempts: 1,
      lastStatusCode: 500,
      lastError: "HTTP 500 Internal Server Error",
    });
  });

  it("needs a URL", async () => {
    const merchant = await createMerchant(null);
    const asked = sendTestWebhook(merchantContext(merchant), 0);
    expect(await refusal(asked)).toEqual(["invalid_state", "No webhook URL is set"]);
    const events = await listWebhookEvents(merchantContext(merchant), { page: 1, limit: 20 });
    expect(events.totalDocs).toBe(0);
  });
});

describe("the webhook secret", () => {
  it("is shown masked but for its last 8", async () => {
    const ctx = merchantContext(await createMerchant(null));
    const { webhookSecret } = await rotate(ctx);
    const masked = await getWebhookSecret(ctx, box.open);
    expect(masked.webhookSecret).toBe(
      "*".repeat(webhookSecret.length - 8) + webhookSecret.slice(-8),
    );
  });

  it("signs beside the old one for 24 hours, then alone", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    const rotatedAgo = (ms: number) =>
      rotate(merchantContext(merchant, ["webhooks:write"], () => new Date(Date.now() - ms)));
    const { webhookSecret: second } = await rotatedAgo(DAY_MS - 60_000);
    expect(second).toMatch(/^tg_whs_[0-9A-Za-z]{43}$/);
    await deliverOne(merchant);
    expect(signers(requests[0], [SECRET, second])).toEqual({
      standard: [SECRET, second],
      plain: [second],
    });
    expect(requests[0]?.headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
    await lab.owner.sql`update retired_webhook_secrets set signs_until = now() - interval '1 ms'
      where merchant_id = ${merchant}`;
    await deliverOne(merchant);
    expect(signers(requests[1], [SECRET, second])).toEqual({ standard: [second], plain: [second] });
    const { webhookSecret: third } = await rotatedAgo(DAY_MS + 60_000);
    await deliverOne(merchant);
    expect(signers(requests[2], [SECRET, second, third])).toEqual({
      standard: [third],
      plain: [third],
    });
    expect(await dropRetiredSecrets(lab.db)).toBeGreaterThanOrEqual(2);
    const left = await lab.owner.sql`select 1 from retired_webhook_secrets
      where merchant_id = ${merchant}`;
    expect(left).toHaveLength(0);
  });

  it("signs a retry of an event from before the rotation", async () => {
    const { url, requests } = await receiver([500, 200]);
    const merchant = await createMerchant(url);
    const id = await announce(merchant);
    run({ scheduleMs: [400] });
    await until(() => requests.length === 1);
    const { webhookSecret } = await rotate(merchantContext(merchant));
    await until(() => isDelivered(id));
    expect(signers(requests[0], [SECRET, webhookSecret]).plain).toEqual([SECRET]);
    expect(signers(requests[1], [SECRET, webhookSecret])).toEqual({
      standard: [SECRET, webhookSecret],
      plain: [webhookSecret],
    });
  });

  it("rotated many times at once: every secret that was shown signs, five at the most", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    const ctx = merchantContext(merchant);
    const twice = (await Promise.all([rotate(ctx), rotate(ctx)])).map((r) => r.webhookSecret);
    await deliverOne(merchant);
    const both = signers(requests[0], [SECRET, ...twice]);
    expect(both.standard).toEqual([SECRET, ...twice]);
    expect(both.plain).toHaveLength(1);
    for (let i = 0; i < 5; i += 1) await rotate(ctx);
    await deliverOne(merchant);
    expect(requests[1]?.headers["webhook-signature"]?.toString().split(" ")).toHaveLength(5);
    expect(signers(requests[1], [SECRET, ...twice]).standard).toEqual([]);
  });

  it("is stored sealed, also beside an Idempotency-Key, from which the answer is given again", async () => {
    const merchant = await createMerchant(null);
    const ctx = merchantContext(merchant);
    const other = merchantContext(await createMerchant(null));
    const call = { endpoint: "POST /x", key: newId(), fingerprint: Buffer.from("a") };
    const [made, refused] = await Promise.allSettled([
      rotateWebhookSecret(ctx, box.seal, call),
      rotateWebhookSecret(ctx, box.seal, call),
    ]).then((both) => both.sort((a, b) => a.status.localeCompare(b.status)));
    if (made?.status !== "fulfilled" || refused?.status !== "rejected") throw new Error("not one");
    expect(refused.reason).toMatchObject({ code: "request_in_progress" });
    const { webhookSecret } = made.value;
    await rotate(ctx);
    const known = await transact(ctx, (tx) => findAnswer(ctx, tx, call));
    const subject = known?.subjectId ?? "";
    expect(subject).not.toContain(webhookSecret);
    expect(readRotatedSecret(ctx, subject, box.open)).toEqual({ webhookSecret });
    expect(() => readRotatedSecret(other, subject, box.open)).toThrow("for another purpose");
    const everything = await lab.owner.sql`
      select (select string_agg(m::text, '') from merchants m) || (select string_agg(r::text, '')
        from retired_webhook_secrets r) || (select string_agg(a::text, '') from audit_log a)
        || (select string_agg(i::text, '') from idempotency_keys i) as text`;
    expect(everything[0]?.text).toContain("webhook_secret.rotated");
    expect(everything[0]?.text).not.toContain(webhookSecret.slice(7));
  });
});
