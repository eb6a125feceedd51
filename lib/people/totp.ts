import { generate, generateSecret, generateURI, verify } from "otplib";

const STEP_SECONDS = 30;

/** A new secret of 160 bits, in base32. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What an authenticator's camera reads. */
export function totpUri(secret: string, email: string): string {
  return generateURI({ issuer: "Tillgate", label: email, secret });
}

/** The 30-second step of a code that is right now, or was or will be within half a minute; null when it is not. */
export async function totpStep(secret: string, code: string, now: Date): Promise<number | null> {
  const token = code.replace(/[\s-]/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const found = await verify({ secret, token, epoch, epochTolerance: STEP_SECONDS });
  return found.valid && "timeStep" in found ? found.timeStep : null;
}

/** The code that a secret's authenticator shows at a time: for the demo's people, and for tests. */
export async function totpCode(secret: string, at: Date): Promise<string> {
  return generate({ secret, epoch: Math.floor(at.getTime() / 1000) });
}
