import { and, eq, isNull, lt } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import { userSessions } from "@/lib/db";
import type { SessionView } from "./find-session";
import { asUser } from "./internal";
import { SEEN_EVERY_MS } from "./limits";

/** Writes down that a session is used, once a minute at most; answers whether it did. */
export async function touchSession(
  ctx: Context,
  session: Pick<SessionView, "userId" | "sessionId" | "lastSeenAt">,
): Promise<boolean> {
  const now = ctx.now();
  const due = new Date(now.getTime() - SEEN_EVERY_MS);
  if (session.lastSeenAt > due) return false;
  const seen = await transact(asUser({ ...ctx, merchantId: null }, session.userId), (tx) =>
    tx
      .update(userSessions)
      .set({ lastSeenAt: now })
      .where(
        and(
          eq(userSessions.userId, session.userId),
          eq(userSessions.id, session.sessionId),
          isNull(userSessions.endedAt),
          lt(userSessions.lastSeenAt, due),
        ),
      )
      .returning({ id: userSessions.id }),
  );
  return seen.length > 0;
}
