/** Opens a sealed secret (config's secret box). Throws when it was sealed for something else. */
export type OpenSecret = (sealed: string, aad: string) => string;

/** What a merchant's webhook secret is sealed for: no other row's sealed text opens as it. */
export function webhookSecretAad(merchantId: string): string {
  return `webhook-secret:${merchantId}`;
}
