import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transact } from "@/lib/command";
import { connect, type Database, merchants } from "@/lib/db";
import { addMerchants, contextOf } from "../support/books";
import {
  type Column,
  columnsOpenTo,
  listColumns,
  outcome,
  rightsOf,
  sampleOf,
  type Wall,
} from "../support/catalog";
import { createTestDatabase, type TestDatabase } from "../support/database";

/** Tables that carry a merchant and have no policy for the web role: it has no right to them at all. */
const CLOSED_TO_WEB: Readonly<Record<string, string>> = {
  signing_requests: "between worker and signer",
  network_costs: "the operator's costs; written by the worker",
};
/** Tables of no merchant, with what the web role may do there. */
const SHARED: Readonly<Record<string, string>> = {
  migrations: "SELECT",
  migration_lease: "",
  rate_limits: "SELECT INSERT UPDATE DELETE",
  heartbeats: "SELECT INSERT UPDATE",
  chain_cursors: "SELECT",
  chain_blocks: "",
  wallet_nonces: "",
  // The operator's orders about the gas wallet's stake.
  stake_orders: "",
  // What operators ordered at the dashboard: placed and read by functions that ask who it is.
  operator_orders: "",
  // What lies on the gas wallets, as the worker saw it.
  gas_readings: "",
  // The weeks whose fees went to the operator, per network, for all merchants at once; the worker's alone.
  settlement_runs: "",
  // What is to be sealed of the audit log, of every merchant and of none; a trigger writes it.
  audit_pending: "",
};
/** Tables whose rows are a person's, and no merchant's. */
const PERSONAL = new Set([
  "users",
  "user_credentials",
  "recovery_codes",
  "user_sessions",
  "user_tokens",
  "passkeys",
  "challenges",
]);
const REFUSED = "42501";

/** Whoever is bound to one is nobody to the other. */
const OTHER: Readonly<Record<Wall, Wall>> = {
  "app.merchant": "app.user",
  "app.user": "app.merchant",
};
const wallOf = (table: string): Wall => (PERSONAL.has(table) ? "app.user" : "app.merchant");
/** The column that says whose a row is. */
function keyOf(table: string): string {
  if (table === "merchants" || table === "users") return "id";
  return PERSONAL.has(table) ? "user_id" : "merchant_id";
}

let database: TestDatabase;
let owner: Database;
let web: Database;
let a: string;
let b: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 1 });
  [a = "", b = ""] = await addMerchants(owner, 2);
});
afterAll(async () => {
  await Promise.all([owner.close(), web.close()]);
  await database.drop();
});

/** The columns of a table that the web role may do anything with. */
async function openColumns(table: string): Promise<readonly string[]> {
  const rights = ["SELECT", "INSERT", "UPDATE", "REFERENCES"] as const;
  const open = rights.map((right) => columnsOpenTo(owner, "tillgate_web", table, right));
  return (await Promise.all(open)).flat();
}

describe("every table", () => {
  it("is a merchant's or a person's, behind row-level security, or on a list with a reason", async () => {
    const tables = await owner.sql<
      { name: string; mine: boolean; enabled: boolean; forced: boolean; web: string | null }[]
    >`
      select c.relname as name, c.relname = 'merchants' or exists (select 1 from pg_attribute m
          where m.attrelid = c.oid and m.attname = 'merchant_id' and not m.attisdropped) as mine,
        c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
        (select p.qual || ' / ' || p.with_check from pg_policies p where p.schemaname = 'public'
          and p.tablename = c.relname and p.roles = '{tillgate_web}' and p.cmd = 'ALL') as web
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`;
    expect(tables.length).toBeGreaterThan(20);
    for (const { name, mine, enabled, forced, web: policy } of tables) {
      if (name in SHARED) expect.soft(mine, `${name} is a merchant's`).toBe(false);
      else if (name in CLOSED_TO_WEB) {
        expect.soft(await rightsOf(owner, "tillgate_web", name), `${name} is open to web`).toBe("");
        expect.soft(await openColumns(name), `${name} is open to web`).toEqual([]);
      } else {
        const asked = wallOf(name).replace(".", "_");
        const rule = `(${keyOf(name)} = ( SELECT ${asked}() AS ${asked}))`;
        expect
          .soft([name, mine, enabled, forced, policy])
          .toEqual([name, !PERSONAL.has(name), true, true, `${rule} / ${rule}`]);
      }
    }
  });

  it.each(Object.entries(SHARED))("%s gives the web role: %s", async (table, rights) => {
    expect(await rightsOf(owner, "tillgate_web", table)).toBe(rights);
    if (rights === "") expect(await openColumns(table)).toEqual([]);
  });

  it("has no other way in: the roles own nothing, inherit nothing and cannot pass the policies", async () => {
    const roles = await owner.sql`
      select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = r.oid) as owns,
        (select count(*)::int from pg_auth_members where member = r.oid) as member_of,
        has_schema_privilege(r.oid, 'public', 'CREATE') as creates
      from pg_roles r where rolname in ('tillgate_web', 'tillgate_worker') order by 1`;
    expect(roles).toHaveLength(2);
    for (const { rolname: _, ...role } of roles) {
      expect(Object.values(role).every((value) => !value)).toBe(true);
    }
  });

  it("lets no function that runs as the owner be called by everyone or look elsewhere", async () => {
    const functions = await owner.sql`
      select p.proname, has_function_privilege('public', p.oid, 'EXECUTE') as everyone, p.proconfig
      from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`;
    expect(functions.map((f) => f.proname)).toContain("ledger_post");
    for (const f of functions) {
      expect
        .soft([f.proname, f.everyone, String(f.proconfig?.[0])])
        .toEqual([f.proname, false, "search_path=public, pg_temp"]);
    }
  });
});

describe("S3, A08: rows of another merchant or person", () => {
  let walls: TestDatabase;
  let walled: Database;
  let free: Database;
  const tables = new Map<string, Column[]>();

  /** A row with something of the right type in every column that needs it. */
  function rowFor(table: string, whose: string): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    const key = keyOf(table);
    for (const column of tables.get(table) ?? []) {
      if (column.column === key) row[key] = whose;
      else if (!column.nullable) row[column.column] = sampleOf(column);
    }
    return row;
  }

  beforeAll(async () => {
    walls = await createTestDatabase();
    free = connect({ url: walls.ownerUrl, name: "free", max: 1 });
    walled = connect({ url: walls.webUrl, name: "walled", max: 1 });
    for (const column of await listColumns(owner)) {
      tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
    }
    for (const name of [...Object.keys(SHARED), ...Object.keys(CLOSED_TO_WEB)]) tables.delete(name);
    // Any row will do: this copy of the database keeps its policies and forgets all other rules.
    await free.sql`set session_replication_role = replica`;
    const checks = await free.sql`
      select conrelid::regclass::text as table, conname from pg_constraint
      where contype = 'c' and connamespace = 'public'::regnamespace`;
    for (const { table, conname } of checks) {
      await free.sql.unsafe(`alter table ${table} drop constraint ${conname}`);
    }
    for (const table of tables.keys()) {
      for (const whose of [a, b]) {
        await free.sql`insert into ${free.sql(table)} ${free.sql(rowFor(table, whose))}`;
      }
    }
  });
  afterAll(async () => {
    await Promise.all([walled.close(), free.close()]);
    await walls.drop();
  });

  it("are not there: not read, changed, removed or made, in any table", async () => {
    expect(tables.size).toBeGreaterThan(14);
    for (const table of tables.keys()) {
      const key = keyOf(table);
      const wall = wallOf(table);
      const rights = await rightsOf(owner, "tillgate_web", table);
      const may = (right: string, allowed: number) => (rights.includes(right) ? allowed : REFUSED);
      // A right to some columns is enough to count rows.
      const counts = (await columnsOpenTo(owner, "tillgate_web", table, "SELECT")).includes(key);
      const try_ = (text: string, bound?: string) => outcome(walled, text, bound, wall);
      const made = await insertAs(walled, table, rowFor(table, b), a);
      expect
        .soft({
          table,
          unset: await try_(`select 1 from ${table}`),
          own: await try_(`select 1 from ${table}`, a),
          byKey: await try_(`select 1 from ${table} where ${key} = '${b}'`, a),
          otherWall: await outcome(walled, `select 1 from ${table}`, a, OTHER[wall]),
          update: await try_(`update ${table} set ${key} = ${key} where ${key} = '${b}'`, a),
          remove: await try_(`delete from ${table} where ${key} = '${b}'`, a),
          give: await try_(`update ${table} set ${key} = '${b}' where ${key} = '${a}'`, a),
          made,
        })
        .toEqual({
          table,
          unset: counts ? 0 : REFUSED,
          own: counts ? 1 : REFUSED,
          byKey: counts ? 0 : REFUSED,
          otherWall: counts ? 0 : REFUSED,
          update: may("UPDATE", 0),
          remove: may("DELETE", 0),
          give: REFUSED,
          made: REFUSED,
        });
    }
  });

  it("stay away when the setting is no merchant at all", async () => {
    expect(await outcome(walled, "select 1 from invoices", randomUUID())).toBe(0);
    expect(await outcome(walled, "select 1 from invoices", "' or true --")).toBe("22P02");
  });

  it("are seen by the worker, which works for all", async () => {
    const worker = connect({ url: walls.workerUrl, name: "worker", max: 1 });
    try {
      expect(await outcome(worker, "select 1 from invoices")).toBe(2);
    } finally {
      await worker.close();
    }
  });
});

async function insertAs(
  db: Database,
  table: string,
  row: Record<string, unknown>,
  whose: string,
): Promise<string | number> {
  return db.sql
    .begin(async (sql) => {
      await sql`select set_config(${wallOf(table)}, ${whose}, true)`;
      return (await sql`insert into ${sql(table)} ${sql(row)}`).count;
    })
    .catch((error: { code?: string }) => error.code ?? String(error));
}

describe("the merchant of a transaction", () => {
  it("is forgotten at its end, on the same pooled connection", async () => {
    const inside = await transact(contextOf(web, a), (tx) => tx.select().from(merchants));
    expect(inside.map((row) => row.id)).toEqual([a]);
    const [after] = await web.sql`
      select current_setting('app.merchant', true) as merchant, (select count(*)::int from merchants) as rows`;
    expect([after?.merchant ?? "", after?.rows]).toEqual(["", 0]);
  });

  it("is forgotten after a failure, too", async () => {
    await expect(
      transact(contextOf(web, a), async () => {
        throw new Error("on purpose");
      }),
    ).rejects.toThrow("on purpose");
    expect(await web.sql`select 1 from merchants`).toHaveLength(0);
  });
});
