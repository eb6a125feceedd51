import { eq } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { userCredentials } from "@/lib/db";
import { AppError, present } from "@/lib/kit";
import { lockCredentials, personOf, readUser, sealedTotp } from "./internal";
import { newTotpSecret, totpUri } from "./totp";

export interface TotpSetup {
  /** Base32, to be typed. */
  readonly secret: string;
  /** The same for a camera. */
  readonly otpauthUri: string;
}

/**
 * Shows a new secret for the person's authenticator; it is asked for nowhere before `confirmTotp`. Throws scope_missing,
 * invalid_state (there is a second factor already).
 */
export async function beginTotp(ctx: Context, box: SecretBox): Promise<TotpSetup> {
  const userId = personOf(ctx);
  const secret = newTotpSecret();
  return transact(ctx, async (tx) => {
    const held = present(await lockCredentials(tx, userId), "the person's credentials");
    if (held.totpSecret !== null) {
      throw new AppError("invalid_state", { public: "You have a second factor already" });
    }
    await tx
      .update(userCredentials)
      .set({ totpPendingSecret: box.seal(secret, sealedTotp(userId)) })
      .where(eq(userCredentials.userId, userId));
    const { email } = await readUser(tx, userId);
    return { secret, otpauthUri: totpUri(secret, email) };
  });
}
