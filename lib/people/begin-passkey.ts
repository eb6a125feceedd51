import { type Context, requireStepUp, transact } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { lockCredentials, personOf, readUser } from "./internal";
import { CHALLENGE_MS, MOST_PASSKEYS } from "./limits";
import { REGISTER, writeChallenge } from "./open-challenge";
import type { PasskeySite } from "./passkey-site";
import { PASSKEY_ADD, passkeyAddSubject } from "./passkey-subjects";
import { newPasskeyChallenge, orderOf, type PasskeyOrder, readPasskeys } from "./passkeys";
import { requireFreshPassword } from "./require-fresh-password";

export interface PasskeySetUp {
  readonly challengeId: string;
  readonly order: PasskeyOrder;
}

/**
 * Lets the person make a passkey of this name within two minutes, with a fresh password and a code for exactly that;
 * `addPasskey` keeps it. Throws scope_missing, validation_failed, password_required, second_factor_required (the
 * authenticator comes first), step_up_required, invalid_state (ten are there).
 */
export async function beginPasskey(
  ctx: Context,
  sessionId: string,
  name: string,
  site: PasskeySite,
): Promise<PasskeySetUp> {
  const userId = personOf(ctx);
  const subject = passkeyAddSubject(name);
  const challenge = newPasskeyChallenge();
  const { id, user, keys } = await transact(ctx, async (tx) => {
    await requireFreshPassword(ctx, tx, sessionId);
    const held = await lockCredentials(tx, userId);
    if (held === null || held.totpSecret === null) throw new AppError("second_factor_required");
    await requireStepUp(ctx, tx, PASSKEY_ADD, subject);
    const keys = await readPasskeys(tx, userId);
    requireRoom(keys);
    const asked = { kind: REGISTER, subject, merchantId: null, challenge };
    const { id } = await writeChallenge(ctx, tx, userId, asked);
    return { id, keys, user: await readUser(tx, userId) };
  });
  const order = await orderOf(site, challenge, { user, keys, timeout: CHALLENGE_MS });
  return { challengeId: id, order };
}

/** Throws invalid_state. */
export function requireRoom(keys: readonly unknown[]): void {
  if (keys.length < MOST_PASSKEYS) return;
  throw new AppError("invalid_state", { public: "You have ten passkeys: remove one first" });
}
