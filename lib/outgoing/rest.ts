const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 3_600_000;

/** How long nothing is asked for again after an attempt that was refused or reverted: 30 s, doubling to an hour. */
export function restMs(attempt: number): number {
  return Math.min(FIRST_REST_MS * 2 ** attempt, LONGEST_REST_MS);
}

/** Whether it is too early to ask for another after that one. Pure. */
export function isResting(
  { attempt, createdAt }: { readonly attempt: number; readonly createdAt: Date },
  now: Date,
): boolean {
  return now.getTime() - createdAt.getTime() < restMs(attempt);
}
