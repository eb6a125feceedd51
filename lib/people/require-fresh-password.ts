import { and, eq, gt, isNull } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { type Tx, userSessions } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { FRESH_PASSWORD_MS } from "./limits";

/**
 * A person may do this with a password that was proven in this session within ten minutes. Callers that are no persons
 * have their own rules and pass. Throws password_required.
 */
export async function requireFreshPassword(ctx: Context, tx: Tx, sessionId: string): Promise<void> {
  if (ctx.actor.kind !== "user") return;
  const since = new Date(ctx.now().getTime() - FRESH_PASSWORD_MS);
  const [fresh] = await tx
    .select({ id: userSessions.id })
    .from(userSessions)
    .where(
      and(
        eq(userSessions.userId, ctx.actor.id),
        eq(userSessions.id, sessionId),
        isNull(userSessions.endedAt),
        gt(userSessions.passwordAt, since),
      ),
    );
  if (!fresh) throw new AppError("password_required");
}
