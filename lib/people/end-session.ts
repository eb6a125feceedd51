import { and, eq, isNull } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { userSessions } from "@/lib/db";
import { AppError, isUuid } from "@/lib/kit";
import { findSession } from "./find-session";
import { asUser, personOf } from "./internal";

/**
 * Ends a session of one's own: this one (sign-out) or another (revoked). Ending it again changes nothing.
 * Throws scope_missing, not_found.
 */
export async function endSession(
  ctx: Context,
  sessionId: string,
  reason: "signed_out" | "revoked" = "revoked",
): Promise<void> {
  const userId = personOf(ctx);
  if (!isUuid(sessionId)) throw new AppError("not_found", { public: "There is no such session" });
  await transact(ctx, async (tx) => {
    const mine = and(eq(userSessions.userId, userId), eq(userSessions.id, sessionId));
    const [row] = await tx
      .select({ endedAt: userSessions.endedAt })
      .from(userSessions)
      .where(mine)
      .for("update");
    if (!row) throw new AppError("not_found", { public: "There is no such session" });
    if (row.endedAt !== null) return;
    await tx
      .update(userSessions)
      .set({ endedAt: ctx.now(), endedReason: reason })
      .where(and(mine, isNull(userSessions.endedAt)));
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.session_ended",
      subjectKind: "user",
      subjectId: userId,
      data: { session: sessionId, reason },
    });
  });
}

/** Signs out whoever holds the token; a token that is nobody's ends nothing. */
export async function endSessionOfToken(ctx: Context, token: string): Promise<void> {
  const session = await findSession(ctx.db, token, ctx.now());
  if (session === null) return;
  const person = asUser({ ...ctx, permissions: new Set(["account"]) }, session.userId);
  await endSession(person, session.sessionId, "signed_out");
}
