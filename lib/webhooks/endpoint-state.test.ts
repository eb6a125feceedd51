import { describe, expect, it } from "vitest";
import { afterTries, type CountedTry, type Endpoint, UNTOUCHED } from "./endpoint-state";

const NOW = new Date("2026-01-15T12:00:00Z");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SCHEDULE = [60_000];
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const failure = (more: Partial<CountedTry> = {}): CountedTry => ({
  delivered: false,
  givenUp: false,
  gone: false,
  at: NOW,
  ...more,
});
const success: CountedTry = { delivered: true, givenUp: false, gone: false, at: NOW };
const many = (count: number, one: CountedTry) => Array.from({ length: count }, () => one);
const judged = (
  tries: readonly CountedTry[],
  before: Partial<Endpoint> = {},
  schedule: readonly number[] = SCHEDULE,
) => afterTries({ ...UNTOUCHED, ...before }, tries, NOW, schedule);

describe("what tries make of an endpoint (D-27)", () => {
  it("tells at 5, 10 and 15 failures in a row, once each", () => {
    let endpoint: Endpoint = UNTOUCHED;
    const toldAt: number[] = [];
    for (let n = 1; n <= 40; n += 1) {
      const { next, tell } = afterTries(endpoint, [failure()], NOW, SCHEDULE);
      if (tell) toldAt.push(n);
      endpoint = next;
    }
    expect(toldAt).toEqual([5, 10, 15]);
    expect(endpoint).toMatchObject({ state: "active", failedTries: 40, givenUp: 0 });
  });

  it("tells once of many that fail together", () => {
    expect(judged(many(200, failure()))).toMatchObject({
      tell: true,
      disabled: false,
      next: { failedTries: 200, told: 15, state: "active" },
    });
  });

  it("begins anew after a success, and lets people rest for an hour", () => {
    const told = { failedTries: 9, failingSince: ago(HOUR_MS), told: 5, givenUp: 4 };
    const over = judged([failure(), success], { ...told, toldAt: ago(HOUR_MS) });
    expect(over.next).toMatchObject({ failedTries: 0, givenUp: 0, failingSince: null });
    expect(over.tell).toBe(false);
    expect(judged([success, ...many(5, failure())], { ...told, toldAt: ago(HOUR_MS) }).tell).toBe(
      true,
    );
    expect(judged([success, ...many(5, failure())], { ...told, toldAt: ago(60_000) }).tell).toBe(
      false,
    );
  });

  it("disables at 20 that were given up in a row, not at 20 tries", () => {
    expect(judged(many(100, failure())).disabled).toBe(false);
    expect(judged(many(19, failure({ givenUp: true }))).disabled).toBe(false);
    expect(judged(many(20, failure({ givenUp: true })))).toMatchObject({
      disabled: true,
      tell: false,
      next: { state: "disabled", reason: "given_up", stateAt: NOW },
    });
    const broken = [
      ...many(19, failure({ givenUp: true })),
      success,
      ...many(19, failure({ givenUp: true })),
    ];
    expect(judged(broken)).toMatchObject({ disabled: false, next: { givenUp: 19 } });
  });

  it("disables after three days of nothing but failures, of several webhooks", () => {
    const since = (ms: number, givenUp: number) => ({
      failedTries: 8,
      givenUp,
      failingSince: ago(ms),
    });
    const last = failure({ givenUp: true });
    expect(judged([last], since(3 * DAY_MS, 2))).toMatchObject({
      disabled: true,
      next: { reason: "days" },
    });
    expect(judged([last], since(3 * DAY_MS, 1)).disabled).toBe(false);
    expect(judged([last], since(3 * DAY_MS - 1, 2)).disabled).toBe(false);
    expect(judged([failure()], since(30 * DAY_MS, 2)).disabled).toBe(false);
    expect(judged([last], since(3 * DAY_MS, 2), [4 * DAY_MS]).disabled).toBe(false);
    expect(judged([last], since(4 * DAY_MS, 2), [4 * DAY_MS]).disabled).toBe(true);
  });

  it("disables at once when the receiver says that it is gone", () => {
    expect(judged([failure({ gone: true })])).toMatchObject({
      disabled: true,
      next: { reason: "gone", failedTries: 1 },
    });
  });

  it("leaves alone what a person paused, and disables once", () => {
    const paused = { state: "paused", stateAt: ago(1), pausedBy: "user:x" } as const;
    const gone = judged(many(20, failure({ gone: true, givenUp: true })), paused);
    expect(gone).toMatchObject({ disabled: false, tell: false, next: { state: "paused" } });
    const disabled = { state: "disabled", stateAt: ago(1), reason: "gone" } as const;
    expect(judged(many(30, failure({ givenUp: true })), disabled)).toMatchObject({
      disabled: false,
      tell: false,
      next: { reason: "gone", stateAt: ago(1) },
    });
  });
});
