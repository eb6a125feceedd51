import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import * as schema from "./schema";

export type Schema = typeof schema;
/** A pool of connections under one role. */
export interface Database {
  readonly orm: PostgresJsDatabase<Schema>;
  readonly sql: Sql;
  close(): Promise<void>;
}
/** A transaction, as the callback of `orm.transaction` is given it. */
export type Tx = Parameters<Parameters<PostgresJsDatabase<Schema>["transaction"]>[0]>[0];

export interface ConnectOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly max?: number;
  /** A statement that runs longer is cancelled (ms). */
  readonly statementTimeoutMs?: number;
  /** Waiting for a lock longer than this is an error (ms). */
  readonly lockTimeoutMs?: number;
}

/** The type's number in PostgreSQL's catalog. */
const TIMESTAMPTZ = 1184;

/** Opens a pool. Nothing connects before the first query. */
export function connect(options: ConnectOptions): Database {
  const sql = postgres(options.url, {
    max: options.max ?? 10,
    connect_timeout: 5,
    idle_timeout: 0,
    onnotice: () => undefined,
    connection: {
      application_name: options.name,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      lock_timeout: options.lockTimeoutMs ?? 5_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  });
  const orm = drizzle(sql, { schema, casing: "snake_case" });
  // drizzle makes the pool pass times on untouched; a Date in a plain query must still be written.
  sql.options.serializers[TIMESTAMPTZ] = (value: unknown) =>
    value instanceof Date ? value.toISOString() : value;
  return { orm, sql, close: () => sql.end({ timeout: 5 }) };
}

const shared = globalThis as typeof globalThis & { tillgatePools?: Map<string, Database> };

/** The process's one pool of that name: Next's bundles and the server load this module more than once. */
export function sharedPool(options: ConnectOptions): Database {
  shared.tillgatePools ??= new Map();
  const known = shared.tillgatePools.get(options.name);
  if (known) return known;
  const opened = connect(options);
  shared.tillgatePools.set(options.name, opened);
  return opened;
}
