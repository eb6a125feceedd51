import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import {
  getWebhookDelivery,
  retryFailedEvents,
  rotateSubject,
  rotateWebhookSecret,
  SECRET_ROTATE,
} from "@/lib/webhooks";
import { addPerson, confirmedChallenge, isSpent } from "../support/persons";
import { announce, box, createMerchant, merchantContext, setUpWebhooks } from "../support/webhooks";

const lab = setUpWebhooks();
const HOOK = "https://8.8.8.8/hook";
const DAY_MS = 86_400_000;
const yesterday = () => new Date(Date.now() - DAY_MS);

const refusal = (code: string) => expect.objectContaining({ code });
const eventRow = async (id: string) =>
  (await lab.owner.sql`select delivery_status, url, body from webhook_events where id = ${id}`)[0];

async function failed(merchantId: string): Promise<string> {
  const id = await announce(merchantId);
  await lab.owner
    .sql`update webhook_events set delivery_status = 'failed', attempts = 6 where id = ${id}`;
  return id;
}

describe("rotating the secret as a person", () => {
  it("takes a code for it, of that merchant, once", async () => {
    const merchantId = await createMerchant(HOOK);
    const person = await addPerson(lab.owner, merchantId);
    const ctx = {
      ...merchantContext(merchantId),
      actor: { kind: "user", id: person.id } as const,
    };
    await expect(rotateWebhookSecret(ctx, box.seal)).rejects.toEqual(refusal("step_up_required"));
    const stepUp = await confirmedChallenge(
      lab.owner,
      merchantId,
      person,
      SECRET_ROTATE,
      rotateSubject,
    );
    const other = await createMerchant(HOOK);
    await expect(
      rotateWebhookSecret({ ...ctx, stepUp, merchantId: other }, box.seal),
    ).rejects.toEqual(refusal("step_up_required"));
    const both = await Promise.allSettled([
      rotateWebhookSecret({ ...ctx, stepUp }, box.seal),
      rotateWebhookSecret({ ...ctx, stepUp }, box.seal),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await isSpent(lab.owner, stepUp)).toBe(true);
  });
});

describe("sending again everything that was given up", () => {
  it("makes due what failed since then, once, to the present URL, and tells the audit log", async () => {
    const merchantId = await createMerchant(HOOK);
    const ctx = merchantContext(merchantId);
    const old = await failed(merchantId);
    await lab.owner
      .sql`update webhook_events set created_at = now() - interval '2 days' where id = ${old}`;
    const ids = [await failed(merchantId), await failed(merchantId)];
    const stranger = await createMerchant(HOOK);
    const theirs = await failed(stranger);
    await lab.owner
      .sql`update merchants set webhook_url = 'https://8.8.4.4/new' where id = ${merchantId}`;
    const many = await Promise.all(
      Array.from({ length: 4 }, () => retryFailedEvents(ctx, { since: yesterday() })),
    );
    expect(many.reduce((sum, { retried }) => sum + retried, 0)).toBe(2);
    for (const id of ids) {
      expect(await eventRow(id)).toMatchObject({
        delivery_status: "pending",
        url: "https://8.8.4.4/new",
      });
    }
    for (const id of [old, theirs]) {
      expect(await eventRow(id)).toMatchObject({ delivery_status: "failed" });
    }
    const lines = (await lab.audits(merchantId)).filter(
      ({ action }) => action === "webhook.failed_retried",
    );
    expect(lines.reduce((sum, { data }) => sum + data.retried, 0)).toBe(2);
    expect(await retryFailedEvents(ctx, { since: yesterday() })).toEqual({
      retried: 0,
      more: false,
      last: null,
    });
  });

  it("asks for its permission and for a time that is past", async () => {
    const merchantId = await createMerchant(HOOK);
    await expect(
      retryFailedEvents(merchantContext(merchantId, ["webhooks:read"]), { since: yesterday() }),
    ).rejects.toEqual(refusal("scope_missing"));
    for (const since of [new Date(Date.now() + DAY_MS), new Date("never")]) {
      await expect(retryFailedEvents(merchantContext(merchantId), { since })).rejects.toMatchObject(
        {
          code: "validation_failed",
        },
      );
    }
  });
});

describe("looking at a delivery", () => {
  it("shows its bytes and its tries, to its merchant alone", async () => {
    const merchantId = await createMerchant(HOOK);
    const id = await failed(merchantId);
    await lab.db.sql`
      insert into webhook_attempts (merchant_id, event_id, attempt, url, started_at, duration_ms, status_code, error, response_excerpt)
      values (${merchantId}, ${id}, 1, ${HOOK}, now(), 12, 500, null, 'broken')`;
    const shown = await getWebhookDelivery(merchantContext(merchantId), id);
    expect(shown.event).toMatchObject({ id, deliveryStatus: "failed" });
    expect(shown.body).toBe((await eventRow(id))?.body);
    expect(shown.attempts).toMatchObject([{ attempt: 1, statusCode: 500, answer: "broken" }]);
    const other = merchantContext(await createMerchant(HOOK));
    for (const wrong of [id, newId(), "no-id"]) {
      await expect(getWebhookDelivery(other, wrong)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(
      getWebhookDelivery(merchantContext(merchantId, ["webhooks:write"]), id),
    ).rejects.toEqual(refusal("scope_missing"));
  });
});
