import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashKey, newApiKey } from "@/lib/auth";
import { jobContext } from "@/lib/command";
import { roleUrl } from "@/lib/config";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database, migrate } from "@/lib/db";
import { newSecretText, silentLogger } from "@/lib/kit";
import { createMerchant } from "@/lib/merchants";
import { startPostgres } from "@/lib/sandbox/postgres";
import { ensureBuilt } from "@/scripts/prepare.mjs";
import { API_SECRET, PASSWORDS, startWeb, stopWeb } from "../../support/api-process";
import { buildBareApp, startBareApp } from "./bare-app";
import type { Target } from "./load";

const ORIGIN = "https://pay.example.com";

export interface BenchMerchant {
  readonly id: string;
  readonly apiKey: string;
}

/** A database with a merchant, and the web processes that a bench starts over it. */
export interface World {
  readonly owner: Database;
  readonly merchant: BenchMerchant;
  startWeb(env: Readonly<Record<string, string>>): Promise<Target>;
  /** The bare app, as the web role and, for reads without a merchant, as the owner. */
  startBare(): Promise<Target>;
}

/** Builds both apps, starts a database, runs `work` and ends what it started. */
export async function withWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  await ensureBuilt();
  await buildBareApp();
  const folder = await mkdtemp(path.join(tmpdir(), "tillgate-bench-"));
  // Started by root, the database runs as another user, who must be able to come in.
  await chmod(folder, 0o755);
  const server = await startPostgres({
    dataDir: path.join(folder, "postgres"),
    password: "owner-of-the-bench",
    database: "bench",
    settings: { max_connections: "100" },
  });
  const ends: (() => Promise<unknown>)[] = [];
  try {
    await migrate({ ownerUrl: server.url, ...PASSWORDS });
    const owner = connect({ url: server.url, name: "bench", max: 2 });
    ends.push(owner.close);
    const merchant = await addMerchant(server.url);
    return await work({
      owner,
      merchant,
      async startWeb(env) {
        const web = await startWeb(server.url, folder, { ...settings, ...env });
        ends.push(() => stopWeb(web));
        return { origin: web.origin, pid: web.child.pid ?? 0 };
      },
      async startBare() {
        const bare = await startBareApp({
          BARE_DATABASE_URL: roleUrl(server.url, "tillgate_web", PASSWORDS.webPassword),
          BARE_OWNER_URL: server.url,
          BARE_MERCHANT: merchant.id,
          BARE_ORIGIN: ORIGIN,
        });
        ends.push(bare.stop);
        return bare;
      },
    });
  } finally {
    for (const end of ends.toReversed()) await end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const settings = {
  TILLGATE_ENV: "production",
  ORIGIN,
  ETHEREUM_RPC_URL: "http://127.0.0.1:9",
  TRON_API_URL: "http://127.0.0.1:9",
  METRICS_TOKEN: "token-of-the-bench",
};

async function addMerchant(ownerUrl: string): Promise<BenchMerchant> {
  const url = roleUrl(ownerUrl, "tillgate_worker", PASSWORDS.workerPassword);
  const db = connect({ url, name: "bench", max: 1 });
  const box = createSecretBox(API_SECRET);
  const apiKey = newApiKey("production");
  const made = await createMerchant(jobContext(db, "bench", silentLogger), {
    name: "Northwind Books",
    webhookUrl: null,
    apiKeyHash: hashKey(apiKey),
    apiKeyPrefix: apiKey.slice(0, 12),
    apiSecretHash: hashKey(`tgs_live_${newSecretText()}`),
    sealSecret: (text, aad) => box.seal(text, aad),
  }).finally(db.close);
  return { id: made.merchantId, apiKey };
}
