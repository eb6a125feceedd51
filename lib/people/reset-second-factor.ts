import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { lockUser } from "./change-status";
import { dropSecondFactor } from "./drop-second-factor";
import { endSessions } from "./end-sessions";
import { lockCredentials } from "./internal";
import { LETTERS, tell } from "./mails";

/**
 * Takes the second factor off a person who lost it with all recovery codes; they are signed out everywhere and told.
 * For the operator, who has made sure that it is they who ask. Throws scope_missing, not_found, invalid_state.
 */
export async function resetSecondFactor(
  ctx: Context,
  email: string,
): Promise<{ readonly userId: string }> {
  requirePermission(ctx, "operator");
  return transact(ctx, async (tx) => {
    const user = await lockUser(tx, email);
    const held = await lockCredentials(tx, user.id);
    if (held === null || held.totpSecret === null) {
      throw new AppError("invalid_state", { public: "This person has no second factor" });
    }
    await dropSecondFactor(tx, user.id);
    const sessionsEnded = await endSessions(ctx, tx, user.id, "second_factor_changed", null);
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.second_factor_reset",
      subjectKind: "user",
      subjectId: user.id,
      data: { sessionsEnded },
    });
    await tell(ctx, tx, user, LETTERS.secondFactorOff());
    return { userId: user.id };
  });
}
