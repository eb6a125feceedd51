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
/** A transaction of the driver, as the callback of `sql.begin` is given it. */
export type { TransactionSql } from "postgres";
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

const RECONNECT_SECONDS = 0.5;

/** Opens a pool. Nothing connects before the first query. */
export function connect(options: ConnectOptions): Database {
  const sql = postgres(options.url, {
    max: options.max ?? 10,
    connect_timeout: 5,
    idle_timeout: 0,
    // The driver's own grows to 20 s, and queries wait behind it when the database is long back.
    backoff: (retries) => Math.min(0.05 * 2 ** retries, RECONNECT_SECONDS),
    onnotice: () => undefined,
    connection: {
      application_name: options.name,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      lock_timeout: options.lockTimeoutMs ?? 5_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  });
  const orm = drizzle(preparing(sql), { schema, casing: "snake_case" });
  // drizzle makes the pool pass times on untouched; a Date in a plain query must still be written.
  sql.options.serializers[TIMESTAMPTZ] = (value: unknown) =>
    value instanceof Date ? value.toISOString() : value;
  return { orm, sql, close: () => sql.end({ timeout: 5 }) };
}

/** Longer lists of parameters are bulk writes of every length: not worth a statement each on the server. */
const MOST_PARAMETERS = 40;

/**
 * drizzle sends each query unprepared: parsed anew, and with a round trip of its own to learn its types.
 * Through this view of the pool its queries stay prepared on the connection.
 */
function preparing<T extends object>(sql: T): T {
  return new Proxy(sql, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== "function") return own;
      if (name === "unsafe") {
        return (text: string, parameters: readonly unknown[] = [], options: object = {}) => {
          const prepare = parameters.length > 0 && parameters.length <= MOST_PARAMETERS;
          return Reflect.apply(own, target, [text, parameters, { ...options, prepare }]);
        };
      }
      if (name === "begin" || name === "savepoint") {
        return (...args: readonly unknown[]) => Reflect.apply(own, target, args.map(preparingWork));
      }
      return own;
    },
  });
}

/** The callback of a transaction is given the same view of its connection. */
function preparingWork(argument: unknown): unknown {
  if (typeof argument !== "function") return argument;
  return (sql: object) => Reflect.apply(argument, undefined, [preparing(sql)]);
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
