/** Wrong passwords and codes in a row, and until when even right ones are refused. */
export interface Guard {
  readonly failures: number;
  readonly lockedUntil: Date | null;
}

/** Failures in a row that lock for the first time. */
export const FAILURES_ALLOWED = 5;
const FIRST_LOCK_MS = 15_000;
const LONGEST_LOCK_MS = 3_600_000;

export const OPEN: Guard = { failures: 0, lockedUntil: null };

export function isLocked({ lockedUntil }: Guard, now: Date): boolean {
  return lockedUntil !== null && lockedUntil > now;
}

/** How long so many failures in a row lock for (ms): 15 s from the fifth on, twice as long each time, an hour at most. */
export function lockMs(failures: number): number {
  if (failures < FAILURES_ALLOWED) return 0;
  return Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (failures - FAILURES_ALLOWED));
}

/** After one more failure. */
export function afterFailure(guard: Guard, now: Date): Guard {
  const failures = guard.failures + 1;
  const lock = lockMs(failures);
  return { failures, lockedUntil: lock === 0 ? null : new Date(now.getTime() + lock) };
}
