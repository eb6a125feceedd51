import { createHash, timingSafeEqual } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { challenges, type Tx } from "@/lib/db";
import { AppError, type ErrorCode, isUuid } from "@/lib/kit";
import { clearFailures, countFailure } from "./failures";
import { type CredentialsRow, lockCredentials, personOf } from "./internal";
import { CHALLENGE_TRIES } from "./limits";
import { type GivenCode, isGiven, proveSecondFactor } from "./prove-second-factor";
import { isLocked } from "./throttle";

type ChallengeRow = typeof challenges.$inferSelect;

/**
 * Confirms what a person was asked for, by a code of the authenticator or a recovery code. A wrong one counts against
 * the challenge (five, and it is dead) and the person; the very code that confirmed it may be given again. Throws
 * scope_missing, otp_required, invalid_otp, locked_out, step_up_required (unknown, or too late), second_factor_required.
 */
export async function confirmChallenge(
  ctx: Context,
  challengeId: string,
  given: GivenCode,
  box: SecretBox,
): Promise<void> {
  const userId = personOf(ctx);
  if (!isGiven(given)) throw new AppError("otp_required");
  const refused = await transact(ctx, async (tx): Promise<ErrorCode | null> => {
    const held = await lockCredentials(tx, userId);
    if (held === null || held.totpSecret === null) return "second_factor_required";
    const asked = isUuid(challengeId) ? await lockChallenge(tx, userId, challengeId) : null;
    if (asked === null || asked.expiresAt <= ctx.now()) return "step_up_required";
    return decide(ctx, tx, held, asked, given, box);
  });
  if (refused !== null) throw new AppError(refused);
}

async function lockChallenge(tx: Tx, userId: string, id: string): Promise<ChallengeRow | null> {
  const mine = and(eq(challenges.userId, userId), eq(challenges.id, id));
  const [row] = await tx.select().from(challenges).where(mine).for("update");
  return row ?? null;
}

async function decide(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  asked: ChallengeRow,
  given: GivenCode,
  box: SecretBox,
): Promise<ErrorCode | null> {
  if (isLocked(held, ctx.now()) || asked.tries >= CHALLENGE_TRIES) return "locked_out";
  const codeHash = hashOf(asked.id, given);
  if (asked.codeHash !== null) {
    if (timingSafeEqual(asked.codeHash, codeHash)) return null;
    return wrong(ctx, tx, held, asked);
  }
  const by = await proveSecondFactor(ctx, tx, held, given, box);
  if (by === null) return wrong(ctx, tx, held, asked);
  await tx
    .update(challenges)
    .set({ confirmedAt: ctx.now(), confirmedBy: by, codeHash })
    .where(
      and(
        eq(challenges.userId, asked.userId),
        eq(challenges.id, asked.id),
        isNull(challenges.confirmedAt),
      ),
    );
  await clearFailures(tx, held);
  await audit(ctx, tx, {
    merchantId: null,
    action: "user.code_given",
    subjectKind: "user",
    subjectId: asked.userId,
    data: { challenge: asked.id, for: asked.kind, merchant: asked.aboutMerchantId, by },
  });
  return null;
}

async function wrong(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  asked: ChallengeRow,
): Promise<ErrorCode> {
  await tx
    .update(challenges)
    .set({ tries: sql`${challenges.tries} + 1` })
    .where(and(eq(challenges.userId, asked.userId), eq(challenges.id, asked.id)));
  await countFailure(ctx, tx, held);
  return "invalid_otp";
}

function hashOf(challengeId: string, { code, recoveryCode }: GivenCode): Buffer {
  const plain = (code || recoveryCode || "").replace(/[\s-]/g, "").toLowerCase();
  return createHash("sha256").update(`challenge:${challengeId}:${plain}`).digest();
}
