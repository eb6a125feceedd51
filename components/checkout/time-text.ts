const SECOND_MS = 1000;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
/** Nearer than this the hour says when: the day need not be named. */
export const NEAR_MS = 12 * HOUR_S * SECOND_MS;

/** Time left as people read clocks: "9:41", "1:02:03", "2 days 03:04:05". Never below "0:00". */
export function countdownText(leftMs: number, locale: string): string {
  const total = Math.max(0, Math.ceil(leftMs / SECOND_MS));
  const days = Math.floor(total / DAY_S);
  const hours = Math.floor((total % DAY_S) / HOUR_S);
  const minutes = Math.floor((total % HOUR_S) / MINUTE_S);
  const seconds = two(total % MINUTE_S);
  if (days > 0) return `${unitText(days, "day", locale)} ${two(hours)}:${two(minutes)}:${seconds}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/** What says how long confirmations take; `{}` stands for a time in `about`. */
export interface WaitTexts {
  readonly soon: string;
  readonly about: string;
}

/** How long the confirmations that are missing usually take. */
export function waitText(
  missing: number,
  secondsPerBlock: number,
  { soon, about }: WaitTexts,
  locale: string,
): string {
  const seconds = Math.max(0, missing) * secondsPerBlock;
  if (seconds < MINUTE_S) return soon;
  return about.replace("{}", unitText(Math.ceil(seconds / MINUTE_S), "minute", locale));
}

function unitText(value: number, unit: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
