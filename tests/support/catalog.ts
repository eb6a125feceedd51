import { randomBytes, randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { Database } from "@/lib/db";

const RIGHTS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"] as const;

/** What a transaction of the web role is bound to: a merchant, or a person. */
export type Wall = "app.merchant" | "app.user";

/** The SQLSTATE that a statement ends with, or how many rows it touched. */
export async function outcome(
  db: Database,
  text: string,
  bound?: string,
  wall: Wall = "app.merchant",
): Promise<string | number> {
  const run = async (sql: Sql) => {
    if (bound) await sql`select set_config(${wall}, ${bound}, true)`;
    return (await sql.unsafe(text)).count;
  };
  return db.sql
    .begin((sql) => run(sql as unknown as Sql))
    .catch((error: { code?: string }) => error.code ?? String(error));
}

/** A column as the catalog has it. */
export interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly length: number | null;
  readonly nullable: boolean;
  readonly fallback: string | null;
  /** Computed by the database: nobody may write it. */
  readonly generated: boolean;
}

/** Every column of every table, in order. */
export async function listColumns(owner: Database): Promise<Column[]> {
  return owner.sql<Column[]>`
    select c.table_name as table, c.column_name as column, c.data_type as type,
      c.character_maximum_length as length, c.is_nullable = 'YES' as nullable, c.column_default as fallback,
      c.is_generated = 'ALWAYS' as generated
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, c.ordinal_position`;
}

/** Something of the right type for a column: random, so that unique ones take it too. */
export function sampleOf({ column, type, length }: Column): unknown {
  if (column === "network") return "USDT-TRC20";
  switch (type) {
    case "uuid":
      return randomUUID();
    case "character":
    case "text":
    case "character varying":
      return randomBytes(32)
        .toString("hex")
        .slice(0, length ?? 64);
    case "boolean":
      return false;
    case "date":
      return "2026-01-03";
    case "timestamp with time zone":
      return new Date(0);
    case "jsonb":
      return "{}";
    case "bytea":
      return randomBytes(32);
    case "ARRAY":
      return [];
    case "smallint":
      return randomBytes(1).readUInt8();
    case "integer":
    case "bigint":
    case "numeric":
      return randomBytes(3).readUIntBE(0, 3);
    default:
      throw new Error(`no sample for ${column}, which is a ${type}`);
  }
}

/** The columns of a table that a role has a right to, be it granted for the column or for the whole table. */
export async function columnsOpenTo(
  owner: Database,
  role: string,
  table: string,
  right: "SELECT" | "INSERT" | "UPDATE" | "REFERENCES",
): Promise<readonly string[]> {
  const rows = await owner.sql<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
      and has_column_privilege(${role}, attrelid, attnum, ${right})
    order by attnum`;
  return rows.map(({ name }) => name);
}

/** What a role may do with a table, in the order of RIGHTS. */
export async function rightsOf(owner: Database, role: string, table: string): Promise<string> {
  const [row] = await owner.sql`
    select string_agg(r, ' ' order by o) as rights from unnest(${[...RIGHTS]}::text[]) with ordinality as x (r, o)
    where has_table_privilege(${role}, ${table}, r)`;
  return row?.rights ?? "";
}
