import { audit, type Context } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { personOf, readUser } from "./internal";
import { LETTERS, tell } from "./mails";
import type { GivenCode } from "./prove-second-factor";
import { withSecondFactor } from "./with-second-factor";
import { writeRecoveryCodes } from "./write-recovery-codes";

/**
 * Ten new recovery codes in place of the old ones, shown this once; needs a fresh password and a code. Throws
 * scope_missing, password_required, second_factor_required, otp_required, invalid_otp, locked_out.
 */
export async function replaceRecoveryCodes(
  ctx: Context,
  sessionId: string,
  given: GivenCode,
  box: SecretBox,
): Promise<readonly string[]> {
  const userId = personOf(ctx);
  return withSecondFactor(ctx, { userId, sessionId, given, box }, async (tx) => {
    const codes = await writeRecoveryCodes(ctx, tx, userId);
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.recovery_codes_replaced",
      subjectKind: "user",
      subjectId: userId,
    });
    await tell(ctx, tx, await readUser(tx, userId), LETTERS.recoveryCodesReplaced());
    return codes;
  });
}
