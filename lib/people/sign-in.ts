import { and, eq, gt } from "drizzle-orm";
import { audit, type Context } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { type Tx, userSessions } from "@/lib/db";
import { AppError, cleanText, newId, newSecretText } from "@/lib/kit";
import { atTheDoor } from "./at-the-door";
import { deviceOf, networkOf } from "./device";
import { clearFailures, countFailure } from "./failures";
import { asUser, type CredentialsRow, hashToken, readUser, type UserRow } from "./internal";
import { DEVICE_KNOWN_MS, SESSION_MS } from "./limits";
import { LETTERS, tell } from "./mails";
import type { PasskeySite } from "./passkey-site";
import { readPasskeys } from "./passkeys";
import { isGiven } from "./prove-second-factor";
import { type Factor, type GivenPasskey, signInFactor } from "./sign-in-factor";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Of the authenticator; null: none was given. */
  readonly code: string | null;
  readonly recoveryCode?: string | null;
  /** In place of either. */
  readonly passkey?: GivenPasskey | null;
  readonly address: string;
  readonly userAgent: string;
}

export interface SignedIn {
  /** Of the session, in the clear, this once: 256 bits. */
  readonly token: string;
  readonly userId: string;
  readonly sessionId: string;
}

type Refusal = "otp_required" | "otp_or_passkey" | "invalid_otp";

/** Younger people are not told of the first device that they sign in from: it is the one they came with. */
const NEW_USER_MS = 86_400_000;

/** Said beside otp_required to whoever knows the password of somebody who has a passkey. */
export const PASSKEY_WILL_DO = "passkey";

/**
 * Signs a person in with a new session. The same work is done whether or not the address is somebody's. `site`: where
 * passkeys work; null: nowhere. Throws invalid_credentials, otp_required (the password was right; its details name
 * `passkey` where one will do), invalid_otp, locked_out.
 */
export async function signIn(
  ctx: Context,
  input: SignInInput,
  box: SecretBox,
  site: PasskeySite | null = null,
): Promise<SignedIn> {
  const token = newSecretText();
  const outcome = await atTheDoor(ctx, input, (tx, held) =>
    admit(ctx, tx, held, { ...input, token }, { box, site }),
  );
  if (outcome === "otp_or_passkey") {
    const details = [{ path: PASSKEY_WILL_DO, message: "may be used instead" }];
    throw new AppError("otp_required", { details });
  }
  if (typeof outcome === "string") throw new AppError(outcome);
  return { token, ...outcome };
}

async function admit(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  input: SignInInput & { readonly token: string },
  judge: { readonly box: SecretBox; readonly site: PasskeySite | null },
): Promise<Refusal | Omit<SignedIn, "token">> {
  let factor: Factor | null = null;
  if (held.totpSecret !== null) {
    // Neither a failure nor a success: it must not clear what was counted against codes.
    if (!isGiven(input) && !input.passkey) {
      const keys = judge.site === null ? [] : await readPasskeys(tx, held.userId);
      return keys.length > 0 ? "otp_or_passkey" : "otp_required";
    }
    factor = await signInFactor(asUser(ctx, held.userId), tx, held, input, judge);
    if (factor === null) {
      await countFailure(ctx, tx, held);
      return "invalid_otp";
    }
  }
  await clearFailures(tx, held);
  const user = await readUser(tx, held.userId);
  const isNew = await isNewDevice(ctx, tx, user, input);
  const sessionId = newId();
  const now = ctx.now();
  await tx.insert(userSessions).values({
    userId: user.id,
    id: sessionId,
    tokenHash: hashToken(input.token),
    address: input.address,
    userAgent: cleanText(input.userAgent, 400),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
    passwordAt: now,
    codeAt: factor === null ? null : now,
  });
  await audit(asUser(ctx, user.id), tx, {
    merchantId: null,
    action: "user.signed_in",
    subjectKind: "user",
    subjectId: user.id,
    data: {
      session: sessionId,
      address: input.address,
      device: deviceOf(input.userAgent),
      secondFactor: factor,
    },
  });
  if (isNew) {
    const letter = LETTERS.newDevice(deviceOf(input.userAgent), input.address, now);
    await tell(ctx, tx, user, letter);
  }
  return { userId: user.id, sessionId };
}

/** Whether this kind of browser was not seen in this part of the network for thirty days. */
async function isNewDevice(
  ctx: Context,
  tx: Tx,
  user: UserRow,
  from: { readonly address: string; readonly userAgent: string },
): Promise<boolean> {
  const now = ctx.now().getTime();
  const known = await tx
    .select({ address: userSessions.address, userAgent: userSessions.userAgent })
    .from(userSessions)
    .where(
      and(
        eq(userSessions.userId, user.id),
        gt(userSessions.lastSeenAt, new Date(now - DEVICE_KNOWN_MS)),
      ),
    );
  if (known.length === 0 && now - user.createdAt.getTime() < NEW_USER_MS) return false;
  return !known.some(
    (seen) =>
      networkOf(seen.address) === networkOf(from.address) &&
      deviceOf(seen.userAgent) === deviceOf(from.userAgent),
  );
}
