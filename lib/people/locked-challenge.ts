import { and, eq, isNull, sql } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { challenges, type Tx } from "@/lib/db";
import { isUuid } from "@/lib/kit";

export type ChallengeRow = typeof challenges.$inferSelect;

/** A challenge of this person, locked; null: there is none, or it is too late. */
export async function lockChallenge(
  ctx: Context,
  tx: Tx,
  userId: string,
  id: string,
): Promise<ChallengeRow | null> {
  if (!isUuid(id)) return null;
  const mine = and(eq(challenges.userId, userId), eq(challenges.id, id));
  const [row] = await tx.select().from(challenges).where(mine).for("update");
  return row && row.expiresAt > ctx.now() ? row : null;
}

/** Counts a wrong answer against a challenge. */
export async function countTry(tx: Tx, asked: ChallengeRow): Promise<void> {
  await tx
    .update(challenges)
    .set({ tries: sql`${challenges.tries} + 1` })
    .where(and(eq(challenges.userId, asked.userId), eq(challenges.id, asked.id)));
}

/** Notes by what a challenge was confirmed. `codeHash`: of the answer. `spent`: it is for nothing that is done later. */
export async function markConfirmed(
  ctx: Context,
  tx: Tx,
  asked: ChallengeRow,
  by: {
    readonly by: "totp" | "recovery_code" | "passkey";
    readonly codeHash: Buffer;
    readonly spent?: boolean;
  },
): Promise<void> {
  const now = ctx.now();
  await tx
    .update(challenges)
    .set({
      confirmedAt: now,
      confirmedBy: by.by,
      codeHash: by.codeHash,
      ...(by.spent ? { spentAt: now } : {}),
    })
    .where(
      and(
        eq(challenges.userId, asked.userId),
        eq(challenges.id, asked.id),
        isNull(challenges.confirmedAt),
      ),
    );
}
