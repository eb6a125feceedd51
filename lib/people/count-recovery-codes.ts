import { and, eq, isNull, sql } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import { recoveryCodes } from "@/lib/db";
import { personOf } from "./internal";

/** How many of the person's recovery codes were not used yet. Throws scope_missing. */
export async function countRecoveryCodes(ctx: Context): Promise<number> {
  const userId = personOf(ctx);
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ count: sql<number>`count(*)::int` })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))),
  );
  return row?.count ?? 0;
}
