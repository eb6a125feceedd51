import { randomBytes } from "node:crypto";
import { appendFile, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isMigrated, type MigrateOptions, migrate } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "../support/database";

describe("migrate", () => {
  let home: TestDatabase;
  let maintenance: Sql;
  let folder: string;
  let options: MigrateOptions;
  const made: string[] = [];

  beforeAll(async () => {
    home = await createTestDatabase();
    maintenance = postgres(home.ownerUrl, { max: 1, onnotice: () => undefined });
  });
  afterAll(async () => {
    for (const name of made) await maintenance`drop database ${maintenance(name)} with (force)`;
    await maintenance.end();
    await home.drop();
  });
  beforeEach(async () => {
    const name = `blank_${randomBytes(6).toString("hex")}`;
    await maintenance`create database ${maintenance(name)}`;
    made.push(name);
    const url = new URL(home.ownerUrl);
    url.pathname = name;
    folder = await mkdtemp(path.join(tmpdir(), "tillgate-migrations-"));
    await cp("drizzle", folder, { recursive: true });
    options = {
      ownerUrl: url.href,
      webPassword: new URL(home.webUrl).password,
      workerPassword: new URL(home.workerUrl).password,
      folder,
    };
    return () => rm(folder, { recursive: true });
  });
  async function ask<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const sql = postgres(options.ownerUrl, { max: 1 });
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  }

  it("R21: runs each migration once when five start at the same time", async () => {
    const ran = await Promise.all(Array.from({ length: 5 }, () => migrate(options)));
    const names = await ask((sql) => sql`select name from migrations order by name`);
    expect(names.length).toBeGreaterThan(5);
    expect(ran.flat().sort()).toEqual(names.map((row) => row.name));
    expect(await ask((sql) => isMigrated(sql, folder))).toBe(true);
    expect(await ask((sql) => sql`select 1 from migration_lease`)).toHaveLength(0);
  });

  it("runs nothing the second time, and only what is new the third", async () => {
    await migrate(options);
    expect(await migrate(options)).toEqual([]);
    await writeFile(path.join(folder, "9000_more.sql"), "create table more (id int)");
    expect(await ask((sql) => isMigrated(sql, folder))).toBe(false);
    expect(await migrate(options)).toEqual(["9000_more.sql"]);
  });

  it("refuses a migration that was edited after it ran", async () => {
    await migrate(options);
    await appendFile(path.join(folder, "0001_merchants_and_keys.sql"), "\n-- a word\n");
    await expect(migrate(options)).rejects.toThrow(
      "migration 0001_merchants_and_keys.sql was edited after it ran",
    );
  });

  it("leaves nothing of a migration that fails, and lets the next start go on", async () => {
    const broken = path.join(folder, "9000_broken.sql");
    await writeFile(broken, "create table half (id int); select 1 / 0;");
    await expect(migrate(options)).rejects.toThrow("division by zero");
    expect(await ask((sql) => sql`select to_regclass('half') as half`)).toEqual([{ half: null }]);
    await writeFile(broken, "create table whole (id int)");
    expect(await migrate(options)).toEqual(["9000_broken.sql"]);
  });

  it("stops when another has taken its lease", async () => {
    await writeFile(
      path.join(folder, "9000_slow.sql"),
      "create table slow (id int); update migration_lease set holder = 'another'",
    );
    await writeFile(path.join(folder, "9001_next.sql"), "create table next (id int)");
    await expect(migrate(options)).rejects.toThrow("lease");
    const [row] = await ask(
      (sql) => sql`select to_regclass('slow')::text as slow, to_regclass('next')::text as next`,
    );
    expect(row).toEqual({ slow: "slow", next: null });
  });
});
