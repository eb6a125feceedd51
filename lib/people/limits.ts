const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long a sign-in lasts (ms): at most, and without being used. */
export const SESSION_HOURS = 12;
export const SESSION_MS = SESSION_HOURS * HOUR_MS;
export const SESSION_IDLE_MS = 30 * MINUTE_MS;
/** A session's use is written down this often (ms). */
export const SEEN_EVERY_MS = MINUTE_MS;
/** A device is known that was signed in from within this time (ms); a session's row outlives it. */
export const DEVICE_KNOWN_MS = 30 * DAY_MS;
export const SESSION_KEPT_MS = 35 * DAY_MS;
/** Dangerous things need a password that was proven within this time (ms). */
export const FRESH_PASSWORD_MS = 10 * MINUTE_MS;
/** A one-time code is for what is shown now (ms), and is tried so often. */
export const CHALLENGE_MS = 2 * MINUTE_MS;
export const CHALLENGE_TRIES = 5;
export const CHALLENGES_AN_HOUR = 30;
/** How many passkeys a person has at most. */
export const MOST_PASSKEYS = 10;
/** Mailed links work this long (ms). */
export const RESET_LINK_MS = HOUR_MS;
export const EMAIL_LINK_MS = DAY_MS;
export const INVITATION_MS = 7 * DAY_MS;
/** Used and expired links, and challenges, are kept this long for questions (ms). */
export const LINK_KEPT_MS = 30 * DAY_MS;
export const CHALLENGE_KEPT_MS = 7 * DAY_MS;
