import { randomBytes } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { inject } from "vitest";

export interface TestDatabase {
  readonly ownerUrl: string;
  readonly webUrl: string;
  readonly workerUrl: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A new migrated database for one test file; call `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = inject("testCluster");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const template = new URL(cluster.templateUrl).pathname.slice(1);
  await asSuperuser(cluster.templateUrl, async (sql) => {
    await sql`create database ${sql(name)} template ${sql(template)}`;
  });
  const url = (user?: string, password?: string) => {
    const copy = new URL(cluster.templateUrl);
    copy.pathname = name;
    if (user !== undefined) copy.username = user;
    if (password !== undefined) copy.password = password;
    return copy.href;
  };
  return {
    ownerUrl: url(),
    webUrl: url("tillgate_web", cluster.webPassword),
    workerUrl: url("tillgate_worker", cluster.workerPassword),
    drop: () =>
      asSuperuser(cluster.templateUrl, async (sql) => {
        await sql`drop database if exists ${sql(name)} with (force)`;
      }),
  };
}

async function asSuperuser(templateUrl: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const maintenance = new URL(templateUrl);
  maintenance.pathname = "postgres";
  const sql = postgres(maintenance.href, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
