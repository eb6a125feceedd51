import type { Context } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { atTheDoor } from "./at-the-door";
import { asUser } from "./internal";
import { openChallenge, SIGN_IN } from "./open-challenge";
import type { PasskeySite } from "./passkey-site";
import type { PasskeyRequest } from "./passkeys";

/**
 * Lets one of a person's passkeys stand in for the code at the door, for whoever knows the password, within two minutes.
 * Signs nobody in, and clears nothing that was counted. Throws invalid_credentials, locked_out, invalid_state (there is
 * no passkey that works at this site), rate_limited (30 unused within an hour).
 */
export async function beginPasskeySignIn(
  ctx: Context,
  given: { readonly email: string; readonly password: string },
  site: PasskeySite | null,
): Promise<{ readonly challengeId: string; readonly passkey: PasskeyRequest }> {
  const opened = await atTheDoor(ctx, given, async (tx, held) => {
    if (held.totpSecret === null) return "invalid_state" as const;
    const asked = { kind: SIGN_IN, subject: {}, merchantId: null, site };
    const open = await openChallenge(asUser(ctx, held.userId), tx, held.userId, asked);
    return open.passkey === null ? ("invalid_state" as const) : { ...open, passkey: open.passkey };
  });
  if (typeof opened !== "string") {
    return { challengeId: opened.challengeId, passkey: opened.passkey };
  }
  const none = { public: "There is no passkey that works here" };
  throw new AppError(opened, opened === "invalid_state" ? none : {});
}
