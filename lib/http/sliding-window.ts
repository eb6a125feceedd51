import { WINDOW_SECONDS } from "@/lib/api";

const WINDOW_MS = WINDOW_SECONDS * 1_000;

/** Two fixed windows, the previous one weighted by what is left of it in the last 15 minutes. */
export interface Moment {
  readonly index: number;
  readonly elapsedMs: number;
  /** The share of the previous window that still counts, 1 to 0. */
  readonly weight: number;
  /** When the current window's count is of no use to anyone (ms since 1970). */
  readonly forgottenAt: number;
}

export function windowAt(nowMs: number): Moment {
  const index = Math.floor(nowMs / WINDOW_MS);
  const elapsedMs = nowMs - index * WINDOW_MS;
  return {
    index,
    elapsedMs,
    weight: 1 - elapsedMs / WINDOW_MS,
    forgottenAt: (index + 2) * WINDOW_MS,
  };
}

/** Seconds until one more request fits, at least 1. Counts are those of full windows; limit is at least 1. */
export function retryAfterSeconds(
  limit: number,
  previous: number,
  current: number,
  moment: Moment,
): number {
  const restMs = WINDOW_MS - moment.elapsedMs;
  // In this window: previous · (1 − t/W) + current + 1 ≤ limit, as soon as the previous one has faded enough.
  const free = limit - current - 1;
  if (free >= 0) return seconds(fadeMs(previous, free) - moment.elapsedMs);
  return seconds(restMs + fadeMs(current, limit - 1));
}

/** How far into a window the count of the one before has faded to `free`. */
function fadeMs(count: number, free: number): number {
  return count <= free ? 0 : WINDOW_MS * (1 - free / count);
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}

/** Seconds until the current window ends. */
export function windowRestSeconds(moment: Moment): number {
  return seconds(WINDOW_MS - moment.elapsedMs);
}
