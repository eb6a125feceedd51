const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Parses "10s,1m,5m" to milliseconds; null when any part is not a positive number with s, m or h. */
export function parseSchedule(text: string): number[] | null {
  const waits: number[] = [];
  for (const part of text.split(",")) {
    const match = /^(\d{1,6})([smh])$/.exec(part.trim());
    if (!match?.[1] || !match[2]) return null;
    const wait = Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
    if (wait <= 0) return null;
    waits.push(wait);
  }
  return waits;
}
