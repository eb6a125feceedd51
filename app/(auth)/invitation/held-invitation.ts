/** Keeps an invitation's token while its person signs in: a cookie of that page alone, which no script reads. */
export const HELD_INVITATION = "tillgate-invitation";
export const HELD_PATH = "/invitation";
export const HELD_SECONDS = 900;
