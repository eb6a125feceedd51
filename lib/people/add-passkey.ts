import { createHash, timingSafeEqual } from "node:crypto";
import { audit, type Context, digestOf, transact } from "@/lib/command";
import { passkeys, type Tx } from "@/lib/db";
import { AppError, type ErrorCode, newId } from "@/lib/kit";
import { requireRoom } from "./begin-passkey";
import { lockCredentials, personOf, readUser } from "./internal";
import { CHALLENGE_TRIES } from "./limits";
import { type ChallengeRow, countTry, lockChallenge, markConfirmed } from "./locked-challenge";
import { LETTERS, tell } from "./mails";
import { REGISTER } from "./open-challenge";
import { type NewPasskey, newPasskeyOf } from "./passkey-proofs";
import type { PasskeySite } from "./passkey-site";
import { passkeyAddSubject } from "./passkey-subjects";
import { readPasskeys } from "./passkeys";

/**
 * Keeps the passkey that the person made as `beginPasskey` let them: under that name, once. `answer`: the browser's, in
 * JSON. Throws scope_missing, validation_failed, second_factor_required, step_up_required (nothing was begun under this
 * name, or too long ago), locked_out (five wrong ones), invalid_state (it was not accepted, is known, or ten are there).
 */
export async function addPasskey(
  ctx: Context,
  made: { readonly challengeId: string; readonly name: string; readonly answer: string },
  site: PasskeySite,
): Promise<{ readonly passkeyId: string }> {
  const userId = personOf(ctx);
  const subject = passkeyAddSubject(made.name);
  const passkeyId = newId();
  const refused = await transact(ctx, async (tx): Promise<ErrorCode | null> => {
    const held = await lockCredentials(tx, userId);
    if (held === null || held.totpSecret === null) return "second_factor_required";
    const asked = await lockChallenge(ctx, tx, userId, made.challengeId);
    if (asked === null || !isFor(asked, digestOf(REGISTER, subject))) return "step_up_required";
    if (asked.tries >= CHALLENGE_TRIES) return "locked_out";
    const challenge = asked.passkeyChallenge;
    const key = challenge && (await newPasskeyOf(ctx, made.answer, { challenge, site }));
    if (key === null) {
      await countTry(tx, asked);
      return "invalid_state";
    }
    requireRoom(await readPasskeys(tx, userId));
    const codeHash = createHash("sha256").update(made.answer).digest();
    await markConfirmed(ctx, tx, asked, { by: "passkey", codeHash, spent: true });
    await keep(ctx, tx, { userId, id: passkeyId, name: String(subject.name), ...key });
    return null;
  });
  if (refused === null) return { passkeyId };
  const words = refused === "invalid_state" ? { public: "This passkey was not accepted" } : {};
  throw new AppError(refused, words);
}

function isFor(asked: ChallengeRow, digest: Buffer): boolean {
  return asked.spentAt === null && timingSafeEqual(asked.digest, digest);
}

async function keep(
  ctx: Context,
  tx: Tx,
  key: NewPasskey & { readonly userId: string; readonly id: string; readonly name: string },
): Promise<void> {
  const kept = await tx
    .insert(passkeys)
    .values({ ...key, createdAt: ctx.now() })
    .onConflictDoNothing()
    .returning({ id: passkeys.id });
  if (kept.length === 0) {
    throw new AppError("invalid_state", { public: "This passkey is in use already" });
  }
  await audit(ctx, tx, {
    merchantId: null,
    action: "user.passkey_added",
    subjectKind: "user",
    subjectId: key.userId,
    data: { passkey: key.id, name: key.name, backedUp: key.backedUp },
  });
  await tell(ctx, tx, await readUser(tx, key.userId), LETTERS.passkeyAdded(key.name));
}
