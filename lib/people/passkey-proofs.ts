import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { and, eq } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { passkeys, type Tx } from "@/lib/db";
import { readAssertion, readAttestation } from "./passkey-answers";
import type { PasskeySite } from "./passkey-site";
import { ALGORITHMS, type PasskeyRow } from "./passkeys";

export type NewPasskey = Omit<PasskeyRow, "userId" | "id" | "name" | "createdAt" | "lastUsedAt">;

/** What must have been signed, and where. */
interface Asked {
  readonly challenge: Uint8Array;
  readonly site: PasskeySite;
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const bytesOf = (base64url: string) => Uint8Array.from(Buffer.from(base64url, "base64url"));

/** The passkey that an authenticator made for this challenge, at this site, having verified its person; null: none. */
export async function newPasskeyOf(
  ctx: Context,
  text: string,
  asked: Asked,
): Promise<NewPasskey | null> {
  const answer = readAttestation(text);
  return answer && orRefused(ctx, () => checkNew(answer, asked));
}

async function checkNew(
  answer: RegistrationResponseJSON,
  { challenge, site }: Asked,
): Promise<NewPasskey | null> {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  await requireNoCertificates(answer.response.attestationObject);
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: textOf(challenge),
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  });
  if (!verified || registrationInfo.credential.id !== answer.id) return null;
  const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: answer.response.transports ?? [],
    mayBeBackedUp: credentialDeviceType === "multiDevice",
    backedUp: credentialBackedUp,
  };
}

/** Nobody asks who made the authenticator; to check certificates, the library would call the addresses they name. */
async function requireNoCertificates(attestationObject: string): Promise<void> {
  const { decodeAttestationObject } = await import("@simplewebauthn/server/helpers");
  const object = decodeAttestationObject(bytesOf(attestationObject));
  const form = object.get("fmt");
  const bare = form === "none" || (form === "packed" && !object.get("attStmt").get("x5c"));
  if (!bare) throw new Error(`attestation of the form ${String(form).slice(0, 40)}`);
}

/**
 * Whether one of the person's own passkeys signed this challenge, at this site, having verified its person. Called under
 * the lock of the person's credentials; notes the use. A counter that did not rise is refused.
 */
export async function provePasskey(
  ctx: Context,
  tx: Tx,
  userId: string,
  text: string,
  asked: { readonly challenge: Uint8Array | null; readonly site: PasskeySite | null },
): Promise<boolean> {
  const { challenge, site } = asked;
  const answer = readAssertion(text);
  if (answer === null || challenge === null || site === null) return false;
  const mine = and(eq(passkeys.userId, userId), eq(passkeys.credentialId, answer.id));
  const [key] = await tx.select().from(passkeys).where(mine);
  if (!key) return false;
  const use = await orRefused(ctx, () => checkUse(answer, key, { challenge, site }));
  if (use === null) return false;
  await tx
    .update(passkeys)
    .set({ ...use, lastUsedAt: ctx.now() })
    .where(mine);
  return true;
}

async function checkUse(
  answer: AuthenticationResponseJSON,
  key: PasskeyRow,
  { challenge, site }: Asked,
): Promise<Pick<PasskeyRow, "counter" | "backedUp"> | null> {
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: textOf(challenge),
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    credential: {
      id: key.credentialId,
      publicKey: Uint8Array.from(key.publicKey),
      counter: key.counter,
    },
    requireUserVerification: true,
  });
  if (!verified) return null;
  return {
    counter: authenticationInfo.newCounter,
    backedUp: authenticationInfo.credentialBackedUp,
  };
}

/** The library throws what it refuses. Why, is for the log: the person is told that it was not accepted. */
async function orRefused<T>(ctx: Context, check: () => Promise<T | null>): Promise<T | null> {
  try {
    return await check();
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 300) : "";
    ctx.log.warn({ requestId: ctx.requestId, reason }, "a passkey was refused");
    return null;
  }
}
