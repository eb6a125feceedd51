import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { databaseErrorCode } from "./errors";

export interface MigrateOptions {
  readonly ownerUrl: string;
  /** Passwords that the two other roles get. Their names are fixed: tillgate_web, tillgate_worker. */
  readonly webPassword: string;
  readonly workerPassword: string;
  /** Defaults to ./drizzle of the working directory. */
  readonly folder?: string;
}

const LEASE_SECONDS = 30;
/** unique_violation in the catalog, duplicate_table */
const MADE_MEANWHILE = new Set(["23505", "42P07", "42710"]);

/**
 * Brings the schema up to date and answers the names of the migrations that ran now. Two at once: one runs,
 * the other waits for its lease (a row, not an advisory lock: some engines accept those and do nothing).
 * Throws when a migration that ran has been edited since.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const sql = postgres(options.ownerUrl, {
    max: 1,
    onnotice: () => undefined,
    connect_timeout: 10,
  });
  try {
    await createOwnTables(sql);
    const holder = `${process.pid}-${Math.random().toString(36).slice(2)}`;
    await takeLease(sql, holder);
    try {
      await ensureRole(sql, "tillgate_web", options.webPassword);
      await ensureRole(sql, "tillgate_worker", options.workerPassword);
      return await runMissing(
        sql,
        options.folder ?? path.join(/* turbopackIgnore: true */ process.cwd(), "drizzle"),
        holder,
      );
    } finally {
      await sql`delete from migration_lease where holder = ${holder}`;
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** `if not exists` looks before it makes: of two at the same time one may be refused, and finds it made then. */
async function createOwnTables(sql: Sql): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql`create table if not exists migrations (name text primary key, digest text not null, ran_at timestamptz not null default now())`;
      await sql`create table if not exists migration_lease (one boolean primary key default true check (one), holder text not null, until timestamptz not null)`;
      return;
    } catch (error) {
      if (attempt === 10 || !MADE_MEANWHILE.has(databaseErrorCode(error) ?? "")) throw error;
    }
  }
}

async function takeLease(sql: Sql, holder: string): Promise<void> {
  for (;;) {
    const [row] = await sql`
      insert into migration_lease (holder, until) values (${holder}, now() + ${LEASE_SECONDS} * interval '1 second')
      on conflict (one) do update set holder = excluded.holder, until = excluded.until
      where migration_lease.until < now() returning holder`;
    if (row) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function ensureRole(sql: Sql, role: string, password: string): Promise<void> {
  const [known] = await sql`select 1 from pg_roles where rolname = ${role}`;
  const literal = `'${password.replaceAll("'", "''")}'`;
  const verb = known ? "alter" : "create";
  await sql.unsafe(`${verb} role ${role} login password ${literal}`).catch((error: unknown) => {
    // Another database of this cluster made it a moment ago.
    if (
      (error as { code?: string }).code !== "42710" &&
      (error as { code?: string }).code !== "XX000"
    )
      throw error;
  });
  await sql.unsafe(`grant usage on schema public to ${role}`);
}

async function runMissing(sql: Sql, folder: string, holder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const done = new Map(
    (await sql`select name, digest from migrations`).map((row) => [
      row.name as string,
      row.digest as string,
    ]),
  );
  const ran: string[] = [];
  for (const name of names) {
    const text = await readFile(path.join(folder, name), "utf8");
    const digest = createHash("sha256").update(text).digest("hex");
    const known = done.get(name);
    if (known !== undefined && known !== digest)
      throw new Error(`migration ${name} was edited after it ran`);
    if (known !== undefined) continue;
    await sql.begin(async (tx) => {
      const held = await tx`
        update migration_lease set until = now() + ${LEASE_SECONDS} * interval '1 second' where holder = ${holder}`;
      // A migration that ran longer than the lease: another process goes on from here.
      if (held.count === 0) throw new Error(`the lease was lost before migration ${name}`);
      await tx.unsafe(text);
      await tx`insert into migrations (name, digest) values (${name}, ${digest})`;
    });
    ran.push(name);
  }
  return ran;
}

/** Whether every migration of the folder has run in that database. */
export async function isMigrated(
  sql: Sql,
  folder = path.join(/* turbopackIgnore: true */ process.cwd(), "drizzle"),
): Promise<boolean> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql"));
  const [row] = await sql`select count(*)::int as count from migrations where name = any(${names})`;
  return row?.count === names.length;
}
