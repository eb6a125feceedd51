import { sql } from "drizzle-orm";
import { isRetryable, type Tx } from "@/lib/db";
import type { Context } from "./context";

/** Enough for an account that many work on at once where the engine serialises. */
const RETRIES = 12;
const LONGEST_WAIT_MS = 250;

/**
 * Runs a unit of work in one database transaction, bound to the context's merchant, and to the person who acts, by
 * row-level security.
 * A serialization failure or deadlock runs it again, so `work` must do nothing but write through `tx`.
 */
export async function transact<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return retrying(async () => {
    const result: T = await ctx.db.orm.transaction<T>(async (tx) => {
      if (ctx.merchantId !== null) {
        await tx.execute(sql`select set_config('app.merchant', ${ctx.merchantId}, true)`);
      }
      if (ctx.actor.kind === "user") {
        await tx.execute(sql`select set_config('app.user', ${ctx.actor.id}, true)`);
      }
      return work(tx);
    });
    return result;
  });
}

/** Does it again after a serialization failure or a deadlock. */
export async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt > RETRIES || !isRetryable(error)) throw error;
      const wait = Math.random() * Math.min(LONGEST_WAIT_MS, 10 * 2 ** attempt);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
