import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import { userSessions } from "@/lib/db";
import { deviceOf } from "./device";
import { personOf } from "./internal";
import { SESSION_IDLE_MS } from "./limits";

/** A place where a person is signed in. */
export interface SessionPlace {
  readonly sessionId: string;
  /** In words: "Firefox on Linux". */
  readonly device: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** Where the person is signed in now, the last used first (D-44). Throws scope_missing. */
export async function listSessions(ctx: Context): Promise<readonly SessionPlace[]> {
  const userId = personOf(ctx);
  const now = ctx.now();
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(userSessions)
      .where(
        and(
          eq(userSessions.userId, userId),
          isNull(userSessions.endedAt),
          gt(userSessions.expiresAt, now),
          gt(userSessions.lastSeenAt, new Date(now.getTime() - SESSION_IDLE_MS)),
        ),
      )
      .orderBy(desc(userSessions.lastSeenAt), desc(userSessions.id))
      .limit(100),
  );
  return rows.map((row) => ({
    sessionId: row.id,
    device: deviceOf(row.userAgent),
    address: row.address,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
    expiresAt: row.expiresAt,
  }));
}
