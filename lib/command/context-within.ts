import type { Database, Tx } from "@/lib/db";
import type { Context } from "./context";

/**
 * The same caller inside a transaction: what its verbs write stands or falls with it, each verb at a savepoint of its
 * own. Verbs that go round drizzle to the pool itself cannot be called so.
 */
export function contextWithin(ctx: Context, tx: Tx): Context {
  const db: Database = {
    // A transaction does all that verbs ask of the pool.
    orm: tx as unknown as Database["orm"],
    get sql(): never {
      throw new Error("the pool itself is not asked inside a transaction");
    },
    close: () => Promise.reject(new Error("a transaction closes no pool")),
  };
  return { ...ctx, db };
}
