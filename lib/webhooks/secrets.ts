/** Opens a sealed secret (config's secret box). Throws when it was sealed for something else. */
export type OpenSecret = (sealed: string, aad: string) => string;
/** Seals a secret at rest; `aad` says whose it is. */
export type SealSecret = (plaintext: string, aad: string) => string;

/** What a merchant's webhook secret is sealed for: no other row's sealed text opens as it. */
export function webhookSecretAad(merchantId: string): string {
  return `webhook-secret:${merchantId}`;
}

const SHOWN = 8;

/** A secret as it may be looked at: its last 8 characters, of a short one none. */
export function maskSecret(secret: string): string {
  const hidden = secret.length >= 2 * SHOWN ? secret.length - SHOWN : secret.length;
  return "*".repeat(hidden) + secret.slice(hidden);
}
