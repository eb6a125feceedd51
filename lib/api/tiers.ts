/** Requests per sliding window of 15 minutes (section 1), before RATE_LIMIT_SCALE and a merchant's overrides. */
export const TIERS = {
  auth: 15,
  financial: 30,
  wallet_generation: 20,
  standard: 100,
  dashboard: 200,
  public_page: 60,
  // Forms of a payment page after which a mail is sent.
  public_mail: 10,
  // A page polls 180 times in a window; this leaves room for many pages behind one address.
  status_poll: 6_000,
  failed_authentication: 100,
} as const;

export type Tier = keyof typeof TIERS;

export const WINDOW_SECONDS = 900;
