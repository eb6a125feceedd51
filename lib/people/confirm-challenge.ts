import { createHash, timingSafeEqual } from "node:crypto";
import { audit, type Context, transact } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import type { Tx } from "@/lib/db";
import { AppError, type ErrorCode } from "@/lib/kit";
import { clearFailures, countFailure } from "./failures";
import { type CredentialsRow, lockCredentials, personOf } from "./internal";
import { CHALLENGE_TRIES } from "./limits";
import { type ChallengeRow, countTry, lockChallenge, markConfirmed } from "./locked-challenge";
import { provePasskey } from "./passkey-proofs";
import type { PasskeySite } from "./passkey-site";
import { type GivenCode, isGiven, proveSecondFactor } from "./prove-second-factor";
import { isLocked } from "./throttle";

/** A code, or what a passkey signed for the challenge: the browser's answer in JSON. */
export interface GivenProof extends GivenCode {
  readonly passkey?: string | null | undefined;
}

/** What tells a right proof from a wrong one. */
interface Judge {
  readonly box: SecretBox;
  /** Where passkeys work; null: nowhere. */
  readonly site: PasskeySite | null;
}

/**
 * Confirms what a person was asked for, by a code of the authenticator, a recovery code, or a passkey's signature over
 * this very challenge. A wrong one counts against the challenge (five, and it is dead) and the person; the very answer
 * that confirmed it may be given again. Throws scope_missing, otp_required, invalid_otp, locked_out, step_up_required
 * (unknown, or too late), second_factor_required.
 */
export async function confirmChallenge(
  ctx: Context,
  challengeId: string,
  given: GivenProof,
  box: SecretBox,
  site: PasskeySite | null = null,
): Promise<void> {
  const userId = personOf(ctx);
  if (!given.passkey && !isGiven(given)) throw new AppError("otp_required");
  const refused = await transact(ctx, async (tx): Promise<ErrorCode | null> => {
    const held = await lockCredentials(tx, userId);
    if (held === null || held.totpSecret === null) return "second_factor_required";
    const asked = await lockChallenge(ctx, tx, userId, challengeId);
    if (asked === null) return "step_up_required";
    return decide(ctx, tx, held, asked, given, { box, site });
  });
  if (refused === null) return;
  throw new AppError(refused, refused === "invalid_otp" && given.passkey ? NOT_ACCEPTED : {});
}

const NOT_ACCEPTED = { public: "This passkey was not accepted" };

async function decide(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  asked: ChallengeRow,
  given: GivenProof,
  judge: Judge,
): Promise<ErrorCode | null> {
  if (isLocked(held, ctx.now()) || asked.tries >= CHALLENGE_TRIES) return "locked_out";
  const codeHash = hashOf(asked.id, given);
  if (asked.codeHash !== null) {
    if (timingSafeEqual(asked.codeHash, codeHash)) return null;
    return wrong(ctx, tx, held, asked);
  }
  const by = await prove(ctx, tx, held, asked, given, judge);
  if (by === null) return wrong(ctx, tx, held, asked);
  await markConfirmed(ctx, tx, asked, { by, codeHash });
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

async function prove(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  asked: ChallengeRow,
  given: GivenProof,
  { box, site }: Judge,
): Promise<"totp" | "recovery_code" | "passkey" | null> {
  if (!given.passkey) return proveSecondFactor(ctx, tx, held, given, box);
  const challenge = asked.passkeyChallenge;
  const signed = await provePasskey(ctx, tx, held.userId, given.passkey, { challenge, site });
  return signed ? "passkey" : null;
}

async function wrong(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  asked: ChallengeRow,
): Promise<ErrorCode> {
  await countTry(tx, asked);
  await countFailure(ctx, tx, held);
  return "invalid_otp";
}

function hashOf(challengeId: string, { code, recoveryCode, passkey }: GivenProof): Buffer {
  const plain = passkey || (code || recoveryCode || "").replace(/[\s-]/g, "").toLowerCase();
  return createHash("sha256").update(`challenge:${challengeId}:${plain}`).digest();
}
