import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { roleUrl } from "@/lib/config";
import { migrate } from "@/lib/db";
import { startPostgres } from "@/lib/sandbox/postgres";
import { ensureBuilt } from "@/scripts/prepare.mjs";
import { API_SECRET, PASSWORDS, startWeb, stopWeb, type Web } from "./api-process";
import { type ApiServer, seedWorld } from "./api-world";

declare module "vitest" {
  interface ProvidedContext {
    /** RATE_LIMIT_SCALE=0: nothing is counted. */
    api: ApiServer;
    /** The contract's limits; two trusted hops, so that a test can call from any address. */
    limitedApi: ApiServer;
    /** A second process of the same installation as limitedApi. */
    limitedTwin: string;
    /** TILLGATE_ENV=production, on a database of its own. */
    productionApi: ApiServer;
  }
}

/** Builds the web application and runs it as it runs in earnest: server.ts, and a real PostgreSQL. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "tillgate-api-"));
  // Started by root, the database runs as another user, who must be able to come in.
  chmodSync(folder, 0o755);
  const server = await startPostgres({
    dataDir: join(folder, "postgres"),
    password: "owner-of-the-tests",
    database: "tillgate_api",
    settings: { fsync: "off", full_page_writes: "off", max_connections: "200" },
    log: () => undefined,
  });
  const webs: Web[] = [];
  const tearDown = async () => {
    await Promise.all(webs.map(stopWeb));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const world = async (database: string, env: Record<string, string>): Promise<ApiServer> => {
    const ownerUrl = await createDatabase(server.url, database);
    await migrate({ ownerUrl, ...PASSWORDS });
    const workerUrl = roleUrl(ownerUrl, "tillgate_worker", PASSWORDS.workerPassword);
    const merchants = await seedWorld(workerUrl, API_SECRET);
    const web = await startWeb(ownerUrl, folder, env);
    webs.push(web);
    return { origin: web.origin, pid: web.child.pid ?? 0, ownerUrl, merchants };
  };
  try {
    project.provide("api", await world("api", WITHOUT_LIMITS));
    const limits = { RATE_LIMIT_SCALE: "1", TRUSTED_PROXY_HOPS: "1" };
    const limited = await world("limited", limits);
    project.provide("limitedApi", limited);
    const twin = await startWeb(limited.ownerUrl, folder, limits);
    webs.push(twin);
    project.provide("limitedTwin", twin.origin);
    project.provide("productionApi", await world("production", PRODUCTION));
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

const WITHOUT_LIMITS = {
  RATE_LIMIT_SCALE: "0",
  // No chain is behind it: a withdrawal is on its way for good.
  WITHDRAWAL_WAIT_MS: "500",
};
const PRODUCTION = {
  TILLGATE_ENV: "production",
  ORIGIN: "https://pay.example.com",
  ETHEREUM_RPC_URL: "http://127.0.0.1:9",
  TRON_API_URL: "http://127.0.0.1:9",
  METRICS_TOKEN: "token-of-the-tests",
  RATE_LIMIT_SCALE: "0",
};

async function createDatabase(url: string, name: string): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(name)}`;
  await sql.end();
  const made = new URL(url);
  made.pathname = name;
  return made.href;
}
