import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { type Context, digestOf, type StepUpSubject } from "@/lib/command";
import { challenges, type Tx } from "@/lib/db";
import { AppError, newId } from "@/lib/kit";
import { CHALLENGE_MS, CHALLENGES_AN_HOUR } from "./limits";
import type { PasskeySite } from "./passkey-site";
import { newPasskeyChallenge, type PasskeyRequest, readPasskeys, requestOf } from "./passkeys";

/** What a passkey signs at the door, before anybody is signed in. No verb spends it. */
export const SIGN_IN = "sign_in";
/** What a new passkey signs when it is made. */
export const REGISTER = "passkey.register";

const HOUR_MS = 3_600_000;

export interface OpenChallenge {
  readonly challengeId: string;
  readonly expiresAt: Date;
  /** Null: the person has none, or none works at this site. */
  readonly passkey: PasskeyRequest | null;
}

/**
 * Writes a challenge of two minutes for the person, whose credentials are locked, with one for their passkeys. Throws
 * rate_limited: thirty unused within an hour; those of the door, which take no session, count for themselves.
 */
export async function openChallenge(
  ctx: Context,
  tx: Tx,
  userId: string,
  asked: {
    readonly kind: string;
    readonly subject: StepUpSubject;
    readonly merchantId: string | null;
    readonly site: PasskeySite | null;
  },
): Promise<OpenChallenge> {
  await requireFewOpen(ctx, tx, userId, asked.kind === SIGN_IN);
  const { site } = asked;
  const keys = site === null ? [] : await readPasskeys(tx, userId);
  const challenge = site === null || keys.length === 0 ? null : newPasskeyChallenge();
  const { id, expiresAt } = await writeChallenge(ctx, tx, userId, { ...asked, challenge });
  const passkey =
    site === null || challenge === null ? null : requestOf(site, challenge, keys, CHALLENGE_MS);
  return { challengeId: id, expiresAt, passkey };
}

async function requireFewOpen(
  ctx: Context,
  tx: Tx,
  userId: string,
  atTheDoor: boolean,
): Promise<void> {
  const [open] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(challenges)
    .where(
      and(
        eq(challenges.userId, userId),
        atTheDoor ? eq(challenges.kind, SIGN_IN) : ne(challenges.kind, SIGN_IN),
        gt(challenges.createdAt, new Date(ctx.now().getTime() - HOUR_MS)),
        isNull(challenges.spentAt),
      ),
    );
  if ((open?.count ?? 0) >= CHALLENGES_AN_HOUR) throw new AppError("rate_limited");
}

/** One row that is asked for once; `challenge`: what a passkey signs for it. */
export async function writeChallenge(
  ctx: Context,
  tx: Tx,
  userId: string,
  asked: {
    readonly kind: string;
    readonly subject: StepUpSubject;
    readonly merchantId: string | null;
    readonly challenge: Buffer | null;
  },
): Promise<{ readonly id: string; readonly expiresAt: Date }> {
  const id = newId();
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + CHALLENGE_MS);
  await tx.insert(challenges).values({
    userId,
    id,
    aboutMerchantId: asked.merchantId,
    kind: asked.kind,
    digest: digestOf(asked.kind, asked.subject),
    createdAt: now,
    expiresAt,
    passkeyChallenge: asked.challenge,
  });
  return { id, expiresAt };
}
