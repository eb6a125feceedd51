import { audit, type Context, transact } from "@/lib/command";
import { endSessions } from "./end-sessions";
import { personOf } from "./internal";

/** Signs the person out everywhere but here; answers from how many places. Throws scope_missing. */
export async function endOtherSessions(ctx: Context, sessionId: string): Promise<number> {
  const userId = personOf(ctx);
  return transact(ctx, async (tx) => {
    const ended = await endSessions(ctx, tx, userId, "revoked", sessionId);
    if (ended > 0) {
      await audit(ctx, tx, {
        merchantId: null,
        action: "user.other_sessions_ended",
        subjectKind: "user",
        subjectId: userId,
        data: { ended },
      });
    }
    return ended;
  });
}
