import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import { call } from "../support/api-client";
import { startWeb, stopWeb, type Web } from "../support/api-process";
import { CREATE, HASH, included, REQUEST, sent, setUpApiTill } from "../support/api-till";

const till = setUpApiTill();
const folder = mkdtempSync(join(tmpdir(), "tillgate-ending-"));
const started: Web[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map(stopWeb));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A web process that waits for the chain as long as it does in earnest. */
async function patient() {
  const web = await startWeb(till.api.ownerUrl, folder, {
    RATE_LIMIT_SCALE: "0",
    WITHDRAWAL_WAIT_MS: "40000",
  });
  started.push(web);
  return { web, there: { ...till.api, origin: web.origin } };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it never came");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const isMade = (userId: string) => async () =>
  (await till.worker.sql`select 1 from withdrawals where user_id = ${userId}`).length > 0;

/** The status that a key keeps; null while none is kept. */
async function keptStatus(key: string): Promise<number | null> {
  const [row] = await till.worker.sql<{ status: number | null }[]>`
    select status from idempotency_keys where key = ${key}`;
  return row?.status ?? null;
}

describe.each([CREATE, REQUEST])("a withdrawal that waits for the chain at %s", (path) => {
  it("is answered 202 when the process is told to end, and told as completed afterwards", async () => {
    await till.settings({ auto_withdraw: true });
    const { web, there } = await patient();
    const body = await till.order();
    const headers = { "idempotency-key": `ending-${newId()}` };
    const waiting = call(there, "POST", path, { body, headers });
    await until(isMade(body.userId));
    await till.ladder(body.userId, sent);
    const told = Date.now();
    web.child.kill("SIGTERM");
    const answer = await waiting;
    expect(Date.now() - told).toBeLessThan(3_000);
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body).toMatchObject({
      success: true,
      data: { status: "processing", transactionHash: HASH, completedAt: null },
    });
    expect(await web.exited).toBe(0);
    expect(Date.now() - told).toBeLessThan(5_000);
    expect(await keptStatus(headers["idempotency-key"])).toBe(202);

    const { withdrawalId } = answer.body.data;
    await till.worker.sql`
      update withdrawals set ${till.worker.sql(included())} where id = ${withdrawalId}`;
    const again = await till.post(path, body, { headers });
    expect(again.status, again.text).toBe(200);
    expect(again.body.data).toMatchObject({ withdrawalId, status: "completed" });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await keptStatus(headers["idempotency-key"])).toBe(200);
  });

  it("is waited for no longer when its client is gone; its key tells how it went on", async () => {
    await till.settings({ auto_withdraw: true });
    const { there } = await patient();
    const body = await till.order();
    const key = `gone-${newId()}`;
    const client = new AbortController();
    const asked = fetch(`${there.origin}/api/v1${path}`, {
      method: "POST",
      headers: {
        apikey: there.merchants[0].apiKey,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify(body),
      signal: client.signal,
    });
    await until(isMade(body.userId));
    expect(await keptStatus(key)).toBeNull();
    client.abort();
    await expect(asked).rejects.toThrow(/abort/);
    await until(async () => (await keptStatus(key)) === 202);

    await till.ladder(body.userId, sent, included());
    const again = await till.post(path, body, { headers: { "idempotency-key": key } });
    expect(again.body.data, again.text).toMatchObject({ userId: body.userId, status: "completed" });
    const rows = await till.worker.sql`select 1 from withdrawals where user_id = ${body.userId}`;
    expect(rows).toHaveLength(1);
  });
});

describe("an approval that waits for the chain", () => {
  it("is answered 202 when the process is told to end: the withdrawal is approved all the same", async () => {
    await till.settings({ auto_withdraw: false });
    const { web, there } = await patient();
    const body = await till.order();
    const made = await till.post(REQUEST, body);
    const { withdrawalId } = made.body.data;
    const path = `/public/withdrawal-requests/${withdrawalId}/approve`;
    const waiting = call(there, "POST", path, { secret: true });
    await until(async () => {
      const approved = await till.worker.sql`
        select 1 from withdrawals where id = ${withdrawalId} and state = 'approved'`;
      return approved.length > 0;
    });
    const told = Date.now();
    web.child.kill("SIGTERM");
    const answer = await waiting;
    expect(Date.now() - told).toBeLessThan(3_000);
    expect([answer.status, answer.body.data.status], answer.text).toEqual([202, "processing"]);
    expect(await web.exited).toBe(0);
  });
});
