import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Tx } from "@/lib/db";
import { type Context, merchantOf } from "./context";
import { retrying } from "./transact";

type Row = Record<string, unknown>;

const dialect = new PgDialect();

/**
 * A read of one merchant that is one statement: a transaction by itself, without round trips to begin, bind
 * and commit. `body` is a query that names the merchant as `bound.id` and nothing else.
 */
export async function readAlone<T extends Row>(ctx: Context, body: SQL): Promise<readonly T[]> {
  const merchant = sql`set_config('app.merchant', ${merchantOf(ctx)}, true)::uuid`;
  const query = dialect.sqlToQuery(framed(merchant, body));
  // The driver itself: drizzle's way to it costs more than all the rest of such a read.
  const rows = await retrying(() =>
    ctx.db.sql.unsafe(query.sql, query.params as string[], { prepare: true }),
  );
  return rows as unknown as readonly T[];
}

/** The same read as a part of a transaction that is bound already, or works across merchants. */
export async function readWithin<T extends Row>(
  tx: Tx,
  merchantId: string,
  body: SQL,
): Promise<readonly T[]> {
  const rows = await tx.execute<Row>(framed(sql`${merchantId}::uuid`, body));
  return rows as unknown as readonly T[];
}

/**
 * Row-level security asks for the setting when it first looks at a row. The lateral reference makes the
 * server evaluate `merchant` before that, and "offset 0" keeps it from turning the query around. Should it
 * ever ask too early, there is no merchant and the query finds nothing.
 */
function framed(merchant: SQL, body: SQL): SQL {
  return sql`select found.* from (select ${merchant} as id) bound cross join lateral (
    select * from (${body}) body offset 0) found`;
}
