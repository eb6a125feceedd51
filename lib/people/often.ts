import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context } from "@/lib/command";
import type { Tx } from "@/lib/db";

/**
 * Whether something may be done about somebody once more: so often within so many milliseconds, whoever asks, and whether
 * or not the address is anybody's. Counts it.
 */
export async function mayAgain(
  ctx: Context,
  tx: Tx,
  what: string,
  whom: string,
  { times, withinMs }: { readonly times: number; readonly withinMs: number },
): Promise<boolean> {
  const key = `${what}:${createHash("sha256").update(whom).digest("hex")}`;
  const now = ctx.now().getTime();
  const [row] = await tx.execute<{ points: number }>(sql`
    insert into rate_limits as r (key, points, expire) values (${key}, 1, ${now + withinMs}::bigint)
    on conflict (key) do update set
      points = case when r.expire <= ${now}::bigint then 1 else r.points + 1 end,
      expire = case when r.expire <= ${now}::bigint then excluded.expire else r.expire end
    returning points`);
  return (row?.points ?? 0) <= times;
}

const FLOOR_MS = 300;

/** Answers not before a third of a second, so that what was done can't be told by how long it took. */
export async function evenly<T>(work: () => Promise<T>): Promise<T> {
  const floor = new Promise((resolve) => setTimeout(resolve, FLOOR_MS));
  try {
    return await work();
  } finally {
    await floor;
  }
}
