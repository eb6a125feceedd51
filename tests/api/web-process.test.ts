import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";
import { spawnWeb, startWeb, stopWeb, type Web } from "../support/api-process";

const api = inject("api");
const started: Web[] = [];
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tillgate-web-"));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(stopWeb));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(env: Record<string, string>, ownerUrl = api.ownerUrl): Promise<Web> {
  const web = await startWeb(ownerUrl, folder, { RATE_LIMIT_SCALE: "0", ...env });
  started.push(web);
  return web;
}

describe("the web process", () => {
  it("bears its title", () => {
    expect(readFileSync(`/proc/${api.pid}/cmdline`, "utf8")).toContain("tillgate-web");
  });

  it("finishes what is in hand on SIGTERM, accepts nothing new, and ends well", async () => {
    const web = await start({});
    const there = { ...api, origin: web.origin };
    const { transactionId } = await createInvoice(there);
    const body = { transactionId, type: "deposit" };
    const answer = await asOwner(api, async (sql) => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let holds: () => void = () => undefined;
      const holding = new Promise<void>((resolve) => {
        holds = resolve;
      });
      const lock = sql.begin(async (tx) => {
        await tx`select 1 from invoices where id = ${transactionId} for update`;
        holds();
        await held;
      });
      await holding;
      const cancelled = call(there, "POST", "/public/transaction/cancel", { body });
      await until(async () => {
        const rows = await sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'tillgate-web'`;
        return rows.length > 0;
      });
      web.child.kill("SIGTERM");
      await until(async () => web.output().includes("web is stopping"));
      await expect(fetch(`${web.origin}/api/health/live`)).rejects.toThrow();
      release();
      await lock;
      return cancelled;
    });
    expect(answer.body?.data?.status, answer.text).toBe("cancelled");
    const answered = Date.now();
    expect(await web.exited).toBe(0);
    expect(Date.now() - answered).toBeLessThan(5_000);
  });

  it("ends with its parent", async () => {
    const web = await start({});
    web.child.stdin?.end();
    expect(await web.exited).toBe(0);
  });

  it("says which PORT is taken, in one line", async () => {
    const { port } = new URL(api.origin);
    const web = await spawnWeb(api.ownerUrl, folder, { PORT: port });
    expect(await web.exited).toBe(1);
    expect(web.output().trim()).toMatch(
      new RegExp(`^PORT ${port} is in use on 127.0.0.1. Set another one, e.g. PORT=\\d+$`),
    );
  });

  it("says what is wrong with its settings", async () => {
    const web = await spawnWeb(api.ownerUrl, folder, { TRUSTED_PROXY_HOPS: "x", TILLGATE_X: "1" });
    expect(await web.exited).toBe(1);
    const lines = web.output().trim().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^TRUSTED_PROXY_HOPS must be .* Example: TRUSTED_PROXY_HOPS=0$/);
    expect(lines[1]).toMatch(/^TILLGATE_X is not a variable/);
  });
});

describe("without its database", () => {
  it("answers 503 soon, and nothing of the reason", async () => {
    const away = { DATABASE_WEB_URL: "postgres://tillgate_web:secret@127.0.0.1:9/none" };
    const web = await start({ ...away, RATE_LIMIT_SCALE: "1" });
    const there = { ...api, origin: web.origin };
    for (let i = 0; i < 3; i += 1) {
      const begin = Date.now();
      const answer = await call(there, "GET", "/public/transaction/list");
      expectFailure(answer, 503, "Service unavailable");
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(Date.now() - begin).toBeLessThan(5_000);
      expect(answer.text).not.toMatch(/ECONNREFUSED|postgres|secret/);
    }
    const page = await fetch(`${web.origin}/s/${"0".repeat(22)}`);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain("We cannot show this payment right now");
    const ready = await fetch(`${web.origin}/api/health/ready`);
    expect(ready.status).toBe(503);
    const { failing, checks } = await ready.json();
    expect(failing).toContain("database");
    expect(JSON.stringify(checks)).not.toMatch(/ECONNREFUSED|secret| at /);
    expect((await fetch(`${web.origin}/api/health/live`)).status).toBe(200);
    expect(web.output()).not.toContain(api.merchants[0].apiKey);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("it never came");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
