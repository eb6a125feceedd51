import { eq } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { type Tx, userCredentials } from "@/lib/db";
import { endSessions } from "./end-sessions";
import { voidLinks } from "./links";
import { OPEN } from "./throttle";

/** Writes a new password: links for another work no more, every session but the kept one ends. Answers how many did. */
export async function writePassword(
  ctx: Context,
  tx: Tx,
  userId: string,
  { hash, keep }: { readonly hash: string; readonly keep: string | null },
): Promise<number> {
  await tx
    .update(userCredentials)
    .set({ passwordHash: hash, passwordChangedAt: ctx.now(), ...OPEN })
    .where(eq(userCredentials.userId, userId));
  await voidLinks(ctx, tx, userId, ["reset_password"]);
  return endSessions(ctx, tx, userId, "password_changed", keep);
}
