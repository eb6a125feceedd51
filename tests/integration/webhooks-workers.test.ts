import { describe, expect, it } from "vitest";
import { jobContext } from "@/lib/command";
import { newId, silentLogger } from "@/lib/kit";
import { claimEvents } from "@/lib/webhooks/claim";
import { FIRST_MERCHANT, findDue } from "@/lib/webhooks/find-due";
import { recordAttempts } from "@/lib/webhooks/record-attempts";
import {
  announce,
  announceMany,
  attemptRows,
  blackHole,
  createMerchant,
  delivery,
  eventRow,
  receiver,
  run,
  setUpWebhooks,
  until,
} from "../support/webhooks";

const lab = setUpWebhooks();

describe("a worker that dies", () => {
  it("loses its lease, and the attempt is made again", async () => {
    const { url, requests } = await receiver([200]);
    const merchant = await createMerchant(url);
    const id = await announce(merchant);
    const dead = await claimEvents(lab.db, [{ merchantId: merchant, id, url }], 400);
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
    const [slow] = await claimEvents(lab.db, [event], 1);
    await until(async () => (await claimEvents(lab.db, [event], 60_000)).length === 1);
    const result = {
      delivered: true,
      statusCode: 200,
      error: null,
      durationMs: 1,
      excerpt: "",
      retryAfterMs: null,
    };
    const recorded = await recordAttempts(
      jobContext(lab.db, "webhooks", silentLogger),
      [{ event: slow!, result, waitMs: null }],
      { scheduleMs: [], link: null },
    );
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
    // A busy machine must not make attempts fail: then they are rightly made again.
    for (let n = 0; n < 4; n += 1) run({ timeoutMs: 20_000 });
    await until(async () => {
      const [row] = await lab.owner.sql`select count(*)::int as count from webhook_events
        where delivery_status = 'pending'`;
      return row?.count === 0;
    }, 30_000);
    const failed = await lab.owner.sql`select error, duration_ms from webhook_attempts a
      join webhook_events e on e.id = a.event_id
      where e.merchant_id = any(${merchants}::uuid[]) and a.status_code is null limit 5`;
    expect([...failed], "attempts without an answer").toEqual([]);
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
    await lab.owner
      .sql`insert into merchants (id, number, client_id, name, webhook_secret, fee_tiers, created_at)
      select id, 1000000 + place, substr(replace(id::text, '-', ''), 9), 'shop', 'x', '[]', now()
      from unnest(${merchants}::uuid[]) with ordinality as m (id, place)`;
    await lab.owner
      .sql`insert into webhook_events (merchant_id, id, type, subject_id, status, url, body, next_attempt_at, created_at)
      select id, gen_random_uuid(), 'deposit', gen_random_uuid(), 'confirmed', 'http://127.0.0.1:9/', '{}',
        now() - interval '1 minute', now()
      from unnest(${merchants}::uuid[]) as id, generate_series(1, 3)`;
    const search = { busyMerchants: [merchants[0] ?? ""], perMerchant: 2 };
    const found: string[] = [];
    let after = FIRST_MERCHANT;
    for (let more = true; more; ) {
      const due = await findDue(lab.db, { ...search, after });
      const ids = due.events.map((event) => event.merchantId);
      expect(new Set(ids.slice(0, ids.length / 2)).size).toBe(ids.length / 2);
      found.push(...ids);
      ({ after, more } = due);
    }
    expect(new Set(found)).toEqual(new Set(merchants.slice(1)));
    expect(found).toHaveLength(1_099 * 2);
  });
});
