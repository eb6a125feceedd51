import { and, eq, isNull, lt } from "drizzle-orm";
import type { Context } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { recoveryCodes, type Tx, userCredentials } from "@/lib/db";
import { type CredentialsRow, sealedTotp } from "./internal";
import { hashRecoveryCode } from "./recovery-codes";
import { totpStep } from "./totp";

/** What a person holds in the hand: a code of the authenticator, or one of the ten that were kept. */
export interface GivenCode {
  readonly code?: string | null | undefined;
  readonly recoveryCode?: string | null | undefined;
}

export const isGiven = (given: GivenCode) => Boolean(given.code || given.recoveryCode);

/**
 * Takes a code of a person with a second factor, whose credentials are locked; each is taken once, of two at once one.
 * Null: it is wrong, or was taken before.
 */
export async function proveSecondFactor(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  given: GivenCode,
  box: SecretBox,
): Promise<"totp" | "recovery_code" | null> {
  if (held.totpSecret === null) return null;
  const { userId } = held;
  if (given.code) {
    const secret = box.open(held.totpSecret, sealedTotp(userId));
    const step = await totpStep(secret, given.code, ctx.now());
    return step !== null && (await takeStep(tx, userId, step)) ? "totp" : null;
  }
  if (!given.recoveryCode) return null;
  const taken = await tx
    .update(recoveryCodes)
    .set({ usedAt: ctx.now() })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.codeHash, hashRecoveryCode(userId, given.recoveryCode)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ userId: recoveryCodes.userId });
  return taken.length > 0 ? "recovery_code" : null;
}

/** Moves on to a code's step; false when that step, or a later one, was taken before. */
export async function takeStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const moved = await tx
    .update(userCredentials)
    .set({ totpLastStep: step })
    .where(and(eq(userCredentials.userId, userId), lt(userCredentials.totpLastStep, step)))
    .returning({ userId: userCredentials.userId });
  return moved.length > 0;
}
