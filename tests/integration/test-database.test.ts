import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database";

describe("createTestDatabase", () => {
  const databases: TestDatabase[] = [];
  beforeAll(async () => {
    databases.push(...(await Promise.all([createTestDatabase(), createTestDatabase()])));
  });
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  it("answers to the three roles, already migrated", async () => {
    for (const [role, url] of [
      ["tillgate_owner", databases[0]!.ownerUrl],
      ["tillgate_web", databases[0]!.webUrl],
      ["tillgate_worker", databases[0]!.workerUrl],
    ] as const) {
      const sql = postgres(url, { max: 1 });
      try {
        const [row] = await sql`select current_user::text as role`;
        expect(row?.role).toBe(role);
      } finally {
        await sql.end();
      }
    }
    const owner = postgres(databases[0]!.ownerUrl, { max: 1 });
    try {
      const [row] = await owner`select count(*)::int as count from migrations`;
      expect(row?.count).toBeGreaterThan(0);
    } finally {
      await owner.end();
    }
  });

  it("gives each caller its own", async () => {
    const [first, second] = databases.map((database) => postgres(database.ownerUrl, { max: 1 }));
    try {
      await first!`create table only_here (id int)`;
      const [row] = await second!`select to_regclass('only_here') as found`;
      expect(row?.found).toBeNull();
    } finally {
      await first!.end();
      await second!.end();
    }
  });
});
