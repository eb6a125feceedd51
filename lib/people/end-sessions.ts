import { and, eq, isNull, ne } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { type Tx, userSessions } from "@/lib/db";

type Reason = NonNullable<(typeof userSessions.$inferSelect)["endedReason"]>;

/** Ends every session of a person but one; answers how many. */
export async function endSessions(
  ctx: Context,
  tx: Tx,
  userId: string,
  reason: Reason,
  except: string | null,
): Promise<number> {
  const ended = await tx
    .update(userSessions)
    .set({ endedAt: ctx.now(), endedReason: reason })
    .where(
      and(
        eq(userSessions.userId, userId),
        isNull(userSessions.endedAt),
        except === null ? undefined : ne(userSessions.id, except),
      ),
    )
    .returning({ id: userSessions.id });
  return ended.length;
}
