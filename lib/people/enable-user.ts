import type { Context } from "@/lib/command";
import { changeStatus } from "./change-status";
import { endSessions } from "./end-sessions";

/** Lets a person in again who was disabled; for the operator. Throws scope_missing, not_found. */
export function enableUser(ctx: Context, email: string): Promise<{ readonly userId: string }> {
  // A sign-in that was under way when the person was disabled may have left a session.
  return changeStatus(ctx, email, "active", (tx, userId) =>
    endSessions(ctx, tx, userId, "disabled", null),
  );
}
