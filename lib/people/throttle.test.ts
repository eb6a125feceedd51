import { describe, expect, it } from "vitest";
import { afterFailure, FAILURES_ALLOWED, type Guard, isLocked, lockMs, OPEN } from "./throttle";

describe("A23: waiting after wrong tries", () => {
  it("begins with the fifth in a row, doubles, and ends at an hour", () => {
    const waits = [1, 4, 5, 6, 7, 12, 13, 14, 50, 1_000].map(lockMs);
    expect(waits.map((ms) => ms / 1_000)).toEqual([
      0, 0, 15, 30, 60, 1_920, 3_600, 3_600, 3_600, 3_600,
    ]);
  });

  it("lets a thousand tries in an hour be a dozen", () => {
    const start = new Date("2026-01-01T00:00:00Z");
    let guard: Guard = OPEN;
    let counted = 0;
    for (let second = 0; second < 3_600; second += 3) {
      const now = new Date(start.getTime() + second * 1_000);
      if (isLocked(guard, now)) continue;
      guard = afterFailure(guard, now);
      counted += 1;
    }
    expect(counted).toBeGreaterThan(FAILURES_ALLOWED);
    expect(counted).toBeLessThan(14);
  });
});
