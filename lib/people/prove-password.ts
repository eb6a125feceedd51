import { and, eq, isNull } from "drizzle-orm";
import { audit, type Context } from "@/lib/command";
import { userSessions } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { personOf } from "./internal";
import { withPassword } from "./with-password";

/**
 * Proves the person of a session by the password again; good for ten minutes (`requireFreshPassword`).
 * Throws scope_missing, invalid_credentials, locked_out, sign_in_required.
 */
export async function provePassword(
  ctx: Context,
  sessionId: string,
  password: string,
): Promise<void> {
  const userId = personOf(ctx);
  await withPassword(ctx, userId, password, async (tx) => {
    const proven = await tx
      .update(userSessions)
      .set({ passwordAt: ctx.now() })
      .where(
        and(
          eq(userSessions.userId, userId),
          eq(userSessions.id, sessionId),
          isNull(userSessions.endedAt),
        ),
      )
      .returning({ id: userSessions.id });
    if (proven.length === 0) throw new AppError("sign_in_required");
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.password_proven",
      subjectKind: "user",
      subjectId: userId,
      data: { session: sessionId },
    });
  });
}
