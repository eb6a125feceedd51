import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { type Context, digestOf, type StepUpSubject, transact } from "@/lib/command";
import { challenges } from "@/lib/db";
import { AppError, newId } from "@/lib/kit";
import { lockCredentials, personOf } from "./internal";
import { CHALLENGE_MS, CHALLENGES_AN_HOUR } from "./limits";

const HOUR_MS = 3_600_000;

/**
 * Asks the person for a one-time code for exactly this, at the context's merchant, within two minutes (D-16); the verb
 * spends it by `requireStepUp`. Throws scope_missing, second_factor_required, rate_limited (30 unused within an hour).
 */
export async function startChallenge(
  ctx: Context,
  kind: string,
  subject: StepUpSubject,
): Promise<{ readonly challengeId: string; readonly expiresAt: Date }> {
  const userId = personOf(ctx);
  const challengeId = newId();
  return transact(ctx, async (tx) => {
    const held = await lockCredentials(tx, userId);
    if (held === null || held.totpSecret === null) throw new AppError("second_factor_required");
    const now = ctx.now();
    const [open] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(challenges)
      .where(
        and(
          eq(challenges.userId, userId),
          gt(challenges.createdAt, new Date(now.getTime() - HOUR_MS)),
          isNull(challenges.spentAt),
        ),
      );
    if ((open?.count ?? 0) >= CHALLENGES_AN_HOUR) throw new AppError("rate_limited");
    const expiresAt = new Date(now.getTime() + CHALLENGE_MS);
    await tx.insert(challenges).values({
      userId,
      id: challengeId,
      aboutMerchantId: ctx.merchantId,
      kind,
      digest: digestOf(kind, subject),
      createdAt: now,
      expiresAt,
    });
    return { challengeId, expiresAt };
  });
}
