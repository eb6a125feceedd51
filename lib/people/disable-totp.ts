import { audit, type Context } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { dropSecondFactor } from "./drop-second-factor";
import { endSessions } from "./end-sessions";
import { personOf, readUser } from "./internal";
import { LETTERS, tell } from "./mails";
import type { GivenCode } from "./prove-second-factor";
import { withSecondFactor } from "./with-second-factor";

/**
 * Turns the second factor off, with a fresh password and a code of it; other sessions end, and what needs one is closed
 * from now on. Throws scope_missing, password_required, second_factor_required, otp_required, invalid_otp, locked_out.
 */
export async function disableTotp(
  ctx: Context,
  sessionId: string,
  given: GivenCode,
  box: SecretBox,
): Promise<void> {
  const userId = personOf(ctx);
  await withSecondFactor(ctx, { userId, sessionId, given, box }, async (tx) => {
    await dropSecondFactor(tx, userId);
    const sessionsEnded = await endSessions(ctx, tx, userId, "second_factor_changed", sessionId);
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.second_factor_off",
      subjectKind: "user",
      subjectId: userId,
      data: { sessionsEnded },
    });
    await tell(ctx, tx, await readUser(tx, userId), LETTERS.secondFactorOff());
  });
}
