import type { Context } from "@/lib/command";
import { changeStatus } from "./change-status";
import { endSessions } from "./end-sessions";

/**
 * Signs a person out everywhere and lets them in no more, until `enableUser`; for the operator.
 * Throws scope_missing, not_found.
 */
export function disableUser(ctx: Context, email: string): Promise<{ readonly userId: string }> {
  return changeStatus(ctx, email, "disabled", (tx, userId) =>
    endSessions(ctx, tx, userId, "disabled", null),
  );
}
