import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { roleUrl } from "@/lib/config";
import { migrate } from "@/lib/db";
import { type RunningPostgres, startPostgres } from "@/lib/sandbox/postgres";
import { call } from "../support/api-client";
import { API_SECRET, PASSWORDS, startWeb, stopWeb, type Web } from "../support/api-process";
import { type ApiServer, seedWorld } from "../support/api-world";

let folder = "";
let server: RunningPostgres;
let web: Web;
let api: ApiServer;

function startDatabase(port?: number): Promise<RunningPostgres> {
  return startPostgres({
    dataDir: join(folder, "postgres"),
    password: "owner-of-the-tests",
    database: "tillgate_outage",
    settings: { fsync: "off", full_page_writes: "off" },
    log: () => undefined,
    ...(port === undefined ? {} : { port }),
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tillgate-outage-"));
  chmodSync(folder, 0o755);
  server = await startDatabase();
  await migrate({ ownerUrl: server.url, ...PASSWORDS });
  const workerUrl = roleUrl(server.url, "tillgate_worker", PASSWORDS.workerPassword);
  const merchants = await seedWorld(workerUrl, API_SECRET);
  web = await startWeb(server.url, folder, { RATE_LIMIT_SCALE: "1" });
  api = { origin: web.origin, pid: web.child.pid ?? 0, ownerUrl: server.url, merchants };
});

afterAll(async () => {
  await stopWeb(web);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a database that goes away and comes back", () => {
  it("is met by 503 while it is away, and by answers soon after", async () => {
    const list = () => call(api, "GET", "/public/transaction/list");
    expect((await list()).status).toBe(200);
    await server.stop();
    const until = Date.now() + 12_000;
    while (Date.now() < until) {
      const begin = Date.now();
      const answer = await list();
      expect(answer.status).toBe(503);
      expect(Date.now() - begin).toBeLessThan(5_000);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    server = await startDatabase(server.port);
    const back = Date.now();
    let answer = await list();
    while (answer.status !== 200) answer = await list();
    expect(Date.now() - back).toBeLessThan(3_000);
  });
});
