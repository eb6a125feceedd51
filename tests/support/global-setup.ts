import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "@/lib/db";
import { startPostgres } from "@/lib/sandbox/postgres";

/** The cluster that every test file clones its database in. */
export interface TestCluster {
  /** As the superuser, to the migrated template; nobody stays connected to it. */
  readonly templateUrl: string;
  readonly webPassword: string;
  readonly workerPassword: string;
}

declare module "vitest" {
  interface ProvidedContext {
    testCluster: TestCluster;
  }
}

/** Starts one PostgreSQL for the run of the project and migrates the template database in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "tillgate-postgres-"));
  // Started by root, the database runs as another user, who must be able to come in.
  chmodSync(folder, 0o755);
  const recent: string[] = [];
  const server = await startPostgres({
    dataDir: join(folder, "postgres"),
    password: "owner-of-the-tests",
    database: "tillgate_template",
    // Nothing here outlives the run, so nothing waits for the disk.
    settings: { fsync: "off", full_page_writes: "off", max_connections: "200" },
    log: (line) => recent.push(line),
  });
  const tearDown = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const passwords = { webPassword: "web-of-the-tests", workerPassword: "worker-of-the-tests" };
    await migrate({ ownerUrl: server.url, ...passwords });
    project.provide("testCluster", { templateUrl: server.url, ...passwords });
  } catch (error) {
    console.error(recent.slice(-20).join("\n"));
    await tearDown();
    throw error;
  }
  return tearDown;
}
