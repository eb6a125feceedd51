import { randomBytes, randomUUID } from "node:crypto";
import { getTableColumns, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetOldKeys, transact } from "@/lib/command";
import * as schema from "@/lib/db";
import { connect, type Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { post, topUpCredited, withdrawalHeld } from "@/lib/ledger";
import { addMerchants, balanceOf, contextOf, NETWORK, postOne, usdt } from "../support/books";
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
};
const RIGHTS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"] as const;
const REFUSED = "42501";

let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let a: string;
let b: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 1 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
  [a = "", b = ""] = await addMerchants(owner, 2);
  for (const merchant of [a, b]) {
    const at = { network: NETWORK, cause: newId(), address: "wallet" };
    await postOne(worker, merchant, topUpCredited({ ...at, amount: usdt(100) }));
    await postOne(worker, merchant, withdrawalHeld({ ...at, amount: usdt(10) }));
  }
});
afterAll(async () => {
  await Promise.all([owner.close(), web.close(), worker.close()]);
  await database.drop();
});

/** The SQLSTATE that a statement ends with, or how many rows it touched. */
async function outcome(db: Database, text: string, merchant?: string): Promise<string | number> {
  const run = async (sql: Sql) => {
    if (merchant) await sql`select set_config('app.merchant', ${merchant}, true)`;
    return (await sql.unsafe(text)).count;
  };
  return db.sql
    .begin((sql) => run(sql as unknown as Sql))
    .catch((error: { code?: string }) => error.code ?? String(error));
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly length: number | null;
  readonly nullable: boolean;
  readonly fallback: string | null;
}

async function listColumns(): Promise<Column[]> {
  return owner.sql<Column[]>`
    select c.table_name as table, c.column_name as column, c.data_type as type,
      c.character_maximum_length as length, c.is_nullable = 'YES' as nullable, c.column_default as fallback
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, c.ordinal_position`;
}

async function rightsOf(role: string, table: string): Promise<string> {
  const [row] = await owner.sql`
    select string_agg(r, ' ' order by o) as rights from unnest(${[...RIGHTS]}::text[]) with ordinality as x (r, o)
    where has_table_privilege(${role}, ${table}, r)`;
  return row?.rights ?? "";
}

describe("every table", () => {
  it("is a merchant's, behind row-level security, or on a list with a reason", async () => {
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
        expect.soft(await rightsOf("tillgate_web", name), `${name} is open to web`).toBe("");
      } else {
        const key = name === "merchants" ? "id" : "merchant_id";
        const rule = `(${key} = ( SELECT app_merchant() AS app_merchant))`;
        expect
          .soft([name, mine, enabled, forced, policy])
          .toEqual([name, true, true, true, `${rule} / ${rule}`]);
      }
    }
  });

  it.each(Object.entries(SHARED))("%s gives the web role: %s", async (table, rights) => {
    expect(await rightsOf("tillgate_web", table)).toBe(rights);
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
        .toEqual([f.proname, false, "search_path=public"]);
    }
  });
});

describe("S3, A08: rows of another merchant", () => {
  let walls: TestDatabase;
  let walled: Database;
  let free: Database;
  const tables = new Map<string, Column[]>();

  /** A row with something of the right type in every column that needs it. */
  function rowFor(table: string, merchant: string): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const { column, type, length, nullable } of tables.get(table) ?? []) {
      if (column === "merchant_id" || (table === "merchants" && column === "id"))
        row[column] = merchant;
      else if (!nullable) row[column] = sampleOf(type, length);
    }
    return row;
  }

  beforeAll(async () => {
    walls = await createTestDatabase();
    free = connect({ url: walls.ownerUrl, name: "free", max: 1 });
    walled = connect({ url: walls.webUrl, name: "walled", max: 1 });
    for (const column of await listColumns()) {
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
      for (const merchant of [a, b]) {
        await free.sql`insert into ${free.sql(table)} ${free.sql(rowFor(table, merchant))}`;
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
      const key = table === "merchants" ? "id" : "merchant_id";
      const rights = await rightsOf("tillgate_web", table);
      const may = (right: string, allowed: number) => (rights.includes(right) ? allowed : REFUSED);
      const try_ = (text: string, merchant?: string) => outcome(walled, text, merchant);
      const made = await insertAs(walled, table, rowFor(table, b), a);
      expect
        .soft({
          table,
          unset: await try_(`select 1 from ${table}`),
          own: await try_(`select 1 from ${table}`, a),
          byKey: await try_(`select 1 from ${table} where ${key} = '${b}'`, a),
          update: await try_(`update ${table} set ${key} = ${key} where ${key} = '${b}'`, a),
          remove: await try_(`delete from ${table} where ${key} = '${b}'`, a),
          give: await try_(`update ${table} set ${key} = '${b}' where ${key} = '${a}'`, a),
          made,
        })
        .toEqual({
          table,
          unset: may("SELECT", 0),
          own: may("SELECT", 1),
          byKey: may("SELECT", 0),
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

function sampleOf(type: string, length: number | null): unknown {
  const unique = randomBytes(32).toString("hex");
  switch (type) {
    case "uuid":
      return randomUUID();
    case "character":
    case "text":
    case "character varying":
      return unique.slice(0, length ?? 64);
    case "boolean":
      return false;
    case "timestamp with time zone":
      return new Date(0);
    case "jsonb":
      return "{}";
    case "bytea":
      return randomBytes(32);
    case "ARRAY":
      return [];
    case "smallint":
      return randomBytes(1)[0];
    default:
      return randomBytes(3).readUIntBE(0, 3);
  }
}

async function insertAs(
  db: Database,
  table: string,
  row: Record<string, unknown>,
  merchant: string,
): Promise<string | number> {
  return db.sql
    .begin(async (sql) => {
      await sql`select set_config('app.merchant', ${merchant}, true)`;
      return (await sql`insert into ${sql(table)} ${sql(row)}`).count;
    })
    .catch((error: { code?: string }) => error.code ?? String(error));
}

describe("the merchant of a transaction", () => {
  it("is forgotten at its end, on the same pooled connection", async () => {
    const inside = await transact(contextOf(web, a), (tx) => tx.select().from(schema.merchants));
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

describe("M16, S4: the books refuse", () => {
  const tables = [
    "ledger_entries",
    "ledger_transactions",
    "ledger_balances",
    "ledger_deltas",
    "ledger_accounts",
  ];

  it.each(["tillgate_web", "tillgate_worker"])(
    "every write by %s but the one function",
    async (role) => {
      const db = role === "tillgate_web" ? web : worker;
      for (const table of tables) {
        expect(await rightsOf(role, table)).toBe("SELECT");
        expect(await outcome(db, `update ${table} set path = path`, a)).not.toBeTypeOf("number");
        expect(await outcome(db, `delete from ${table}`, a)).toBe(REFUSED);
        expect(await outcome(db, `truncate ${table} cascade`, a)).toBe(REFUSED);
      }
      expect(await outcome(db, "update ledger_balances set balance_units = -1", a)).toBe(REFUSED);
      expect(
        await outcome(db, `insert into ledger_deltas values ('${a}', 'x', '${newId()}', 1, 1)`, a),
      ).toBe(REFUSED);
      expect(
        await outcome(db, `insert into ledger_entries values ('${a}', '${newId()}', 1, 'x', 1)`, a),
      ).toBe(REFUSED);
    },
  );

  it("changes of history also by their owner", async () => {
    for (const table of [
      "ledger_entries",
      "ledger_transactions",
      "audit_log",
      "webhook_attempts",
    ]) {
      const key = table === "audit_log" ? "id" : "merchant_id";
      expect
        .soft([table, await outcome(owner, `update ${table} set ${key} = ${key}`)])
        .toEqual([table, "23001"]);
      expect.soft([table, await outcome(owner, `delete from ${table}`)]).toEqual([table, "23001"]);
      expect
        .soft([table, await outcome(owner, `truncate ${table} cascade`)])
        .toEqual([table, "23001"]);
    }
  });

  const [available, held] = [`${NETWORK}/available`, `${NETWORK}/held`];
  function entries(first: readonly [string, number], second: readonly [string, number]): string {
    const id = newId();
    return `insert into ledger_transactions values ('${a}', '${id}', '${id}', 'test', 'x');
      insert into ledger_entries values ('${a}', '${id}', 1, '${first[0]}', ${first[1]}),
        ('${a}', '${id}', 2, '${second[0]}', ${second[1]})`;
  }

  it("an unbalanced transaction, a balance below zero and an account that is not what its path says", async () => {
    expect(await outcome(owner, entries([available, 5], [held, -4]))).toBe("23514");
    expect(await outcome(owner, "update ledger_balances set balance_units = -1")).toBe("23514");
    const account = (path: string, kind: string, normal: number) =>
      `insert into ledger_accounts values ('${a}', '${path}', '${NETWORK}', '${kind}', '', 'USDT', 6, ${normal})`;
    expect(await outcome(owner, account(`${NETWORK}/other`, "fees", -1))).toBe("23514");
    expect(await outcome(owner, account(`${NETWORK}/fees`, "fees", 1))).toBe("23514");
  });

  it("money that crosses from one network to another", async () => {
    const at = { cause: newId(), address: "wallet", amount: usdt(1) };
    await postOne(worker, a, topUpCredited({ ...at, network: "USDT-ERC20" }));
    expect(await outcome(owner, entries([available, 5], ["USDT-ERC20/available", -5]))).toBe(
      "23514",
    );
  });

  it("a posting without entries", async () => {
    const none = "'{}'::text[]";
    const call = `select * from ledger_post('${a}', '${newId()}', 'empty', 'x', ${none}, ${none}, ${none}, ${none}, ${none}, '{}', '{}', '{}')`;
    expect(await outcome(worker, call)).toBe("23514");
  });

  it("a posting that turns an account round", async () => {
    const call = `select * from ledger_post('${a}', '${newId()}', '${newId()}', 'x', array['${available}', '${held}'],
      array['${NETWORK}', '${NETWORK}'], array['available', 'held'], array['', ''], array['USDT', 'USDT'],
      array[6, 6]::smallint[], array[1, -1]::smallint[], array[500000000, -500000000]::bigint[])`;
    expect(await outcome(worker, call)).toBe("TG001");
  });

  it("a posting of the web process for another merchant, or for none", async () => {
    const hold = () => withdrawalHeld({ network: NETWORK, cause: newId(), amount: usdt(1) });
    expect(await postOne(web, a, hold())).toEqual({ created: true });
    for (const bound of [b, null]) {
      const call = transact(contextOf(web, bound), (tx) => post(tx, a, hold()));
      await expect(call).rejects.toMatchObject({ cause: { code: REFUSED } });
    }
    const before = await balanceOf(worker, b, "held");
    await expect(transact(contextOf(web, a), (tx) => post(tx, b, hold()))).rejects.toMatchObject({
      cause: { code: REFUSED },
    });
    expect(await balanceOf(worker, b, "held")).toBe(before);
  });

  it("the web process's word that money came in on a chain", async () => {
    const at = { network: NETWORK, cause: newId(), amount: usdt(1) };
    for (const address of ["wallet", "new"]) {
      await expect(
        postOne(web, a, topUpCredited({ ...at, cause: newId(), address })),
      ).rejects.toMatchObject({ cause: { code: REFUSED } });
    }
    expect(await outcome(web, `select ledger_fold('${a}', '${available}')`, a)).toBe(REFUSED);
  });
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
  const PLAIN = ["migration_lease", "migrations", "rate_limits"];
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
    const columns = await listColumns();
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
