import { createHash } from "node:crypto";
import type { Context } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import type { Tx } from "@/lib/db";
import type { CredentialsRow } from "./internal";
import { CHALLENGE_TRIES } from "./limits";
import { countTry, lockChallenge, markConfirmed } from "./locked-challenge";
import { SIGN_IN } from "./open-challenge";
import { provePasskey } from "./passkey-proofs";
import type { PasskeySite } from "./passkey-site";
import { type GivenCode, proveSecondFactor } from "./prove-second-factor";

/** What a passkey signed, as `beginPasskeySignIn` asked for it. */
export interface GivenPasskey {
  readonly challengeId: string;
  /** The browser's, in JSON. */
  readonly answer: string;
}

export type Factor = "totp" | "recovery_code" | "passkey";

/** Takes what stands beside the password at the door; null: it is wrong, or was taken before. */
export async function signInFactor(
  ctx: Context,
  tx: Tx,
  held: CredentialsRow,
  given: GivenCode & { readonly passkey?: GivenPasskey | null },
  { box, site }: { readonly box: SecretBox; readonly site: PasskeySite | null },
): Promise<Factor | null> {
  const { passkey } = given;
  if (!passkey) return proveSecondFactor(ctx, tx, held, given, box);
  const asked = await lockChallenge(ctx, tx, held.userId, passkey.challengeId);
  if (asked === null || asked.kind !== SIGN_IN) return null;
  if (asked.confirmedAt !== null || asked.tries >= CHALLENGE_TRIES) return null;
  const challenge = asked.passkeyChallenge;
  if (await provePasskey(ctx, tx, held.userId, passkey.answer, { challenge, site })) {
    const codeHash = createHash("sha256").update(passkey.answer).digest();
    await markConfirmed(ctx, tx, asked, { by: "passkey", codeHash, spent: true });
    return "passkey";
  }
  await countTry(tx, asked);
  return null;
}
