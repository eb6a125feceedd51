import { and, eq, gt } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { type Tx, userCredentials, userSessions, users } from "@/lib/db";
import { AppError, cleanText, newId, newSecretText } from "@/lib/kit";
import { deviceOf, networkOf } from "./device";
import { clearFailures, countFailure, countStranger } from "./failures";
import { isPassword } from "./hash-password";
import {
  asUser,
  type CredentialsRow,
  findUserId,
  hashToken,
  lockCredentials,
  plainEmail,
  readUser,
  type UserRow,
} from "./internal";
import { DEVICE_KNOWN_MS, SESSION_MS } from "./limits";
import { LETTERS, tell } from "./mails";
import { isGiven, proveSecondFactor } from "./prove-second-factor";
import { isLocked } from "./throttle";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Of the authenticator; null: none was given. */
  readonly code: string | null;
  readonly recoveryCode?: string | null;
  readonly address: string;
  readonly userAgent: string;
}

export interface SignedIn {
  /** Of the session, in the clear, this once: 256 bits. */
  readonly token: string;
  readonly userId: string;
  readonly sessionId: string;
}

type Refusal = "invalid_credentials" | "otp_required" | "invalid_otp" | "locked_out";

/** Younger people are not told of the first device that they sign in from: it is the one they came with. */
const NEW_USER_MS = 86_400_000;

/**
 * Signs a person in with a new session. The same work is done whether or not the address is somebody's.
 * Throws invalid_credentials, otp_required (the password was right), invalid_otp, locked_out.
 */
export async function signIn(ctx: Context, input: SignInInput, box: SecretBox): Promise<SignedIn> {
  const email = plainEmail(input.email);
  const found = await findUserId(ctx.db, email);
  // Somebody who is nobody takes the same way, and finds nothing on it.
  const userId = found ?? newId();
  const person = asUser(ctx, userId);
  const stored = await transact(person, (tx) => readPassword(tx, userId));
  const right = await isPassword(stored, input.password);
  const token = newSecretText();
  const outcome = await transact(person, async (tx) => {
    const held = await lockCredentials(tx, userId);
    if (held === null) {
      return (await countStranger(ctx, tx, email)) ? "locked_out" : "invalid_credentials";
    }
    const proven = right && held.passwordHash === stored;
    return admit(ctx, tx, held, { ...input, proven, token }, box);
  });
  if (typeof outcome === "string") throw new AppError(outcome);
  return { token, userId, sessionId: outcome.sessionId };
}

/** The hash of an active person's password. */
async function readPassword(tx: Tx, userId: string): Promise<string | null> {
  const [row] = await tx
    .select({ hash: userCredentials.passwordHash })
    .from(userCredentials)
    .innerJoin(users, eq(users.id, userCredentials.userId))
    .where(and(eq(users.id, userId), eq(users.status, "active")));
  return row?.hash ?? null;
}

async function admit(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  input: SignInInput & { readonly proven: boolean; readonly token: string },
  box: SecretBox,
): Promise<Refusal | { readonly sessionId: string }> {
  if (isLocked(held, ctx.now())) return "locked_out";
  if (!input.proven) {
    await countFailure(ctx, tx, held);
    return "invalid_credentials";
  }
  let factor: "totp" | "recovery_code" | null = null;
  if (held.totpSecret !== null) {
    // Neither a failure nor a success: it must not clear what was counted against codes.
    if (!isGiven(input)) return "otp_required";
    factor = await proveSecondFactor(ctx, tx, held, input, box);
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
  return { sessionId };
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
