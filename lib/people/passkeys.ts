import { randomBytes } from "node:crypto";
import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { asc, eq } from "drizzle-orm";
import { passkeys, type Tx } from "@/lib/db";
import type { UserRow } from "./internal";
import type { PasskeySite } from "./passkey-site";

export type PasskeyRow = typeof passkeys.$inferSelect;

/** What a browser is told to ask a passkey; `navigator.credentials.get` in JSON. */
export interface PasskeyRequest {
  /** Base64url, of 32 bytes. */
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials: { id: string; type: "public-key"; transports: string[] }[];
  readonly userVerification: "required";
  /** In ms. */
  readonly timeout: number;
}
/** What a browser is told to make a passkey of; `navigator.credentials.create` in JSON. */
export type PasskeyOrder = PublicKeyCredentialCreationOptionsJSON;

/** EdDSA, ES256, RS256. */
export const ALGORITHMS = [-8, -7, -257];

/** What one passkey signs, once: 256 bits. */
export const newPasskeyChallenge = (): Buffer => randomBytes(32);

/** The person's passkeys, oldest first. */
export function readPasskeys(tx: Tx, userId: string): Promise<readonly PasskeyRow[]> {
  const mine = eq(passkeys.userId, userId);
  return tx.select().from(passkeys).where(mine).orderBy(asc(passkeys.createdAt), asc(passkeys.id));
}

const named = (keys: readonly PasskeyRow[]) =>
  keys.map(({ credentialId, transports }) => ({
    id: credentialId,
    type: "public-key" as const,
    transports,
  }));

/** Asks any of these passkeys to sign within a time (ms). */
export function requestOf(
  site: PasskeySite,
  challenge: Buffer,
  keys: readonly PasskeyRow[],
  timeout: number,
): PasskeyRequest {
  return {
    challenge: challenge.toString("base64url"),
    rpId: site.rpId,
    allowCredentials: named(keys),
    userVerification: "required",
    timeout,
  };
}

/** Asks for a new passkey of this person, on none that has one already, within a time (ms). */
export async function orderOf(
  site: PasskeySite,
  challenge: Buffer,
  { user, keys, timeout }: { user: UserRow; keys: readonly PasskeyRow[]; timeout: number },
): Promise<PasskeyOrder> {
  // Only who uses passkeys pays for the library: it is large.
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  return generateRegistrationOptions({
    rpName: "Tillgate",
    rpID: site.rpId,
    userID: Uint8Array.from(Buffer.from(user.id.replaceAll("-", ""), "hex")),
    userName: user.email,
    userDisplayName: user.name,
    challenge: Uint8Array.from(challenge),
    timeout,
    attestationType: "none",
    excludeCredentials: named(keys),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}
