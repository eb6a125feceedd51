/**
 * The wait after a failed attempt (ms): the schedule's, or what the receiver asked for where that is longer.
 * Null after the last one, and after every attempt made by hand.
 */
export function retryWaitMs(
  scheduleMs: readonly number[],
  attempt: number,
  retryAfterMs: number | null = null,
): number | null {
  const wait = scheduleMs[attempt - 1];
  return wait === undefined ? null : Math.max(wait, retryAfterMs ?? 0);
}
