import { randomBytes } from "node:crypto";
import { getTableColumns, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetOldKeys } from "@/lib/command";
import * as schema from "@/lib/db";
import { connect, type Database } from "@/lib/db";
import { addMerchants } from "../support/books";
import { listColumns } from "../support/catalog";
import { createTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;
let owner: Database;
let worker: Database;
let a: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
  [a = ""] = await addMerchants(owner);
});
afterAll(async () => {
  await Promise.all([owner.close(), worker.close()]);
  await database.drop();
});

describe("a Date", () => {
  it("is written as its moment in a plain query of the pool", async () => {
    const at = new Date("2026-02-03T04:05:06.789Z");
    const [row] = await owner.sql`select (${at}::timestamptz at time zone 'UTC')::text as told`;
    expect(row?.told).toBe("2026-02-03 04:05:06.789");
  });

  it("lets old idempotency keys be forgotten", async () => {
    const key = (name: string, created_at: Date) => ({
      merchant_id: a,
      endpoint: "e",
      key: name,
      fingerprint: randomBytes(4),
      created_at,
    });
    const now = new Date("2026-02-03T04:05:06.789Z");
    const dayAgo = now.getTime() - 86_400_000;
    await owner.sql`insert into idempotency_keys ${owner.sql([
      key("old", new Date(dayAgo - 1)),
      key("young", new Date(dayAgo)),
    ])}`;
    expect(await forgetOldKeys(worker, now)).toBe(1);
    const left = await owner.sql`select key from idempotency_keys`;
    expect(left.map((row) => row.key)).toEqual(["young"]);
  });
});

describe("the schema in code", () => {
  /** Tables that only plain SQL touches. */
  const PLAIN = ["key_spending", "migration_lease", "migrations", "rate_limits"];
  const TYPES: Readonly<Record<string, readonly string[]>> = {
    "timestamp (3) with time zone": ["timestamp with time zone"],
    "text[]": ["ARRAY"],
    text: ["text", "character"],
  };
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

  it("has every table and column of the database, with the same names, types and nulls", async () => {
    const tables = Object.values(schema as Record<string, unknown>).filter((value) =>
      is(value, PgTable),
    );
    const columns = await listColumns(owner);
    const known = new Set(columns.map((column) => column.table));
    const names = tables.map((table) => getTableConfig(table).name);
    expect([...names, ...PLAIN].sort()).toEqual([...known].sort());
    for (const table of tables) {
      const { name } = getTableConfig(table);
      const real = new Map(columns.filter((c) => c.table === name).map((c) => [c.column, c]));
      const mine = Object.entries(getTableColumns(table));
      expect
        .soft([name, ...mine.map(([key]) => snake(key)).sort()])
        .toEqual([name, ...[...real.keys()].sort()]);
      for (const [key, column] of mine) {
        const found = real.get(snake(key));
        const type = column.getSQLType();
        const at = `${name}.${snake(key)}`;
        expect.soft([at, ...(TYPES[type] ?? [type])]).toContain(found?.type);
        expect.soft([at, column.notNull]).toEqual([at, found?.nullable === false]);
        // drizzle writes the word `default` for a column that it believes to have one.
        if (column.hasDefault) expect.soft([at, found?.fallback]).not.toEqual([at, null]);
      }
    }
  });
});
