export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** ISO-8601 UTC with milliseconds and Z, the wire's form of a time. */
export function isoTime(date: Date): string {
  return date.toISOString();
}
