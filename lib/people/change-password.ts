import { and, eq } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { userSessions } from "@/lib/db";
import { checkPassword } from "./check-password";
import { hashPassword } from "./hash-password";
import { personOf, readUser } from "./internal";
import { LETTERS, tell } from "./mails";
import { withPassword } from "./with-password";
import { writePassword } from "./write-password";

/**
 * Changes the password by the old one, throttled as signing in is; other sessions end.
 * Throws scope_missing, validation_failed, invalid_credentials, locked_out.
 */
export async function changePassword(
  ctx: Context,
  sessionId: string,
  old: string,
  password: string,
): Promise<void> {
  const userId = personOf(ctx);
  const user = await transact(ctx, (tx) => readUser(tx, userId));
  checkPassword(password, user);
  const hash = await hashPassword(password);
  await withPassword(ctx, userId, old, async (tx) => {
    const sessionsEnded = await writePassword(ctx, tx, userId, { hash, keep: sessionId });
    await tx
      .update(userSessions)
      .set({ passwordAt: ctx.now() })
      .where(and(eq(userSessions.userId, userId), eq(userSessions.id, sessionId)));
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.password_changed",
      subjectKind: "user",
      subjectId: userId,
      data: { sessionsEnded },
    });
    await tell(ctx, tx, user, LETTERS.passwordChanged());
  });
}
