import { eq, sql } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { type Tx, userCredentials } from "@/lib/db";
import { endSessions } from "./end-sessions";
import { voidLinks } from "./links";

/**
 * Writes a new password: links for another work no more, every session but the kept one ends. Answers how many did.
 * Whoever was locked out is let try again, but what was counted against codes of a second factor stays counted.
 */
export async function writePassword(
  ctx: Context,
  tx: Tx,
  userId: string,
  { hash, keep }: { readonly hash: string; readonly keep: string | null },
): Promise<number> {
  await tx
    .update(userCredentials)
    .set({
      passwordHash: hash,
      passwordChangedAt: ctx.now(),
      lockedUntil: null,
      failures: sql`case when ${userCredentials.totpSecret} is null then 0 else ${userCredentials.failures} end`,
    })
    .where(eq(userCredentials.userId, userId));
  await voidLinks(ctx, tx, userId, ["reset_password"]);
  return endSessions(ctx, tx, userId, "password_changed", keep);
}
