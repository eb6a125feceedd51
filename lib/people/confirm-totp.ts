import { and, eq } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { type Tx, userCredentials, userSessions } from "@/lib/db";
import { AppError, present } from "@/lib/kit";
import { endSessions } from "./end-sessions";
import { lockCredentials, personOf, readUser, sealedTotp } from "./internal";
import { LETTERS, tell } from "./mails";
import { requireFreshPassword } from "./require-fresh-password";
import { totpStep } from "./totp";
import { writeRecoveryCodes } from "./write-recovery-codes";

/**
 * Turns the second factor on with the first code of the secret that was shown; other sessions end. Answers ten recovery
 * codes, this once. Throws scope_missing, password_required, invalid_state (nothing was begun), invalid_otp.
 */
export async function confirmTotp(
  ctx: Context,
  sessionId: string,
  code: string,
  box: SecretBox,
): Promise<readonly string[]> {
  const userId = personOf(ctx);
  return transact(ctx, async (tx) => {
    await requireFreshPassword(ctx, tx, sessionId);
    const held = present(await lockCredentials(tx, userId), "the person's credentials");
    if (held.totpSecret !== null || held.totpPendingSecret === null) {
      throw new AppError("invalid_state", { public: "Begin with a new secret" });
    }
    const secret = box.open(held.totpPendingSecret, sealedTotp(userId));
    const step = await totpStep(secret, code, ctx.now());
    if (step === null) throw new AppError("invalid_otp");
    await turnOn(ctx, tx, userId, { sealed: held.totpPendingSecret, step, sessionId });
    const codes = await writeRecoveryCodes(ctx, tx, userId);
    const sessionsEnded = await endSessions(ctx, tx, userId, "second_factor_changed", sessionId);
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.second_factor_on",
      subjectKind: "user",
      subjectId: userId,
      data: { sessionsEnded },
    });
    await tell(ctx, tx, await readUser(tx, userId), LETTERS.secondFactorOn());
    return codes;
  });
}

async function turnOn(
  ctx: Context,
  tx: Tx,
  userId: string,
  on: { readonly sealed: string; readonly step: number; readonly sessionId: string },
): Promise<void> {
  const now = ctx.now();
  await tx
    .update(userCredentials)
    .set({
      totpSecret: on.sealed,
      totpPendingSecret: null,
      totpConfirmedAt: now,
      // The code that confirmed it signs nobody in.
      totpLastStep: on.step,
    })
    .where(eq(userCredentials.userId, userId));
  await tx
    .update(userSessions)
    .set({ codeAt: now })
    .where(and(eq(userSessions.userId, userId), eq(userSessions.id, on.sessionId)));
}
