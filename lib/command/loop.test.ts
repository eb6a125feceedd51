import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Logger, silentLogger } from "@/lib/kit";
import { type LoopOptions, startLoop } from "./loop";
import { exitWhenStuck, guarded, type Stuck } from "./stuck";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const forEver = () => new Promise<never>(() => undefined);
const base = { name: "test", log: silentLogger, firstBackoffMs: 100, maxBackoffMs: 1_000 };
const loop = (round: () => Promise<number>, over: Partial<LoopOptions> = {}) =>
  startLoop({ ...base, round, ...over });

/** What is called when a guard of a second gives up. */
function stuckAfterASecond() {
  const named: string[] = [];
  const stuck: Stuck = { afterMs: 1_000, call: (name) => named.push(name) };
  return { named, stuck };
}

describe("a loop", () => {
  it("waits as long as each round says", async () => {
    const waits = [0, 50, 200];
    const round = vi.fn(async () => waits[round.mock.calls.length - 1] ?? 10_000);
    const running = loop(round);
    await vi.advanceTimersByTimeAsync(0);
    expect(round).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(49);
    expect(round).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(round).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(200);
    expect(round).toHaveBeenCalledTimes(4);
    expect(running.health).toEqual({ lastOkAt: expect.any(Number), lastError: null });
    await running.stop();
  });

  it("tries again after growing waits, and is well after a good round", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const warn = vi.fn();
    const log: Logger = { ...silentLogger, warn };
    let broken = true;
    const round = vi.fn(async () => {
      if (broken) throw new TypeError("no database");
      return 60_000;
    });
    const running = loop(round, { log });
    const calls: number[] = [];
    for (const ms of [0, 100, 200, 400, 800, 1_000, 1_000]) {
      await vi.advanceTimersByTimeAsync(ms);
      calls.push(round.mock.calls.length);
    }
    expect(calls).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(running.health.lastError).toBe("TypeError: no database");
    expect(warn).toHaveBeenLastCalledWith(
      { loop: "test", failures: 7, err: expect.any(TypeError) },
      expect.any(String),
    );
    broken = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(running.health).toEqual({ lastOkAt: Date.now(), lastError: null });
    await running.stop();
  });

  it("ends at once when it waits, and after its round when one is under way", async () => {
    const waiting = loop(async () => 60_000);
    await vi.advanceTimersByTimeAsync(0);
    await waiting.stop();
    let finish: (waitMs: number) => void = () => undefined;
    const busy = loop(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    const stopped = vi.fn();
    const stopping = busy.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stopped).not.toHaveBeenCalled();
    finish(60_000);
    await stopping;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a round that does not end", () => {
  it("is reported once, and no sooner", async () => {
    const { named, stuck } = stuckAfterASecond();
    loop(forEver, { stuck });
    await vi.advanceTimersByTimeAsync(999);
    expect(named).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(named).toEqual(["test"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(named).toEqual(["test"]);
  });

  it("is left alone while it moves", async () => {
    const { named, stuck } = stuckAfterASecond();
    let steps = 0;
    loop(forEver, { stuck, pulse: () => steps });
    for (let n = 0; n < 5; n += 1) {
      steps += 1;
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(named).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(named).toEqual(["test"]);
  });

  it("is not a matter of many short rounds, of waiting or of failing", async () => {
    const { named, stuck } = stuckAfterASecond();
    const sleepy = loop(async () => 5_000, { stuck });
    const failing = loop(() => Promise.reject(new Error("away")), { stuck });
    expect(await guarded("done", async () => 7, stuck)).toBe(7);
    await vi.advanceTimersByTimeAsync(60_000);
    await Promise.all([sleepy.stop(), failing.stop()]);
    expect(named).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends the process after two minutes, with a line that names it", async () => {
    const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    const error = vi.fn();
    loop(forEver, { stuck: exitWhenStuck({ ...silentLogger, error }) });
    await vi.advanceTimersByTimeAsync(119_999);
    expect(exit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(exit).toHaveBeenCalledExactlyOnceWith(1);
    expect(error).toHaveBeenCalledWith(
      { loop: "test", afterMs: 120_000 },
      expect.stringContaining("does not end"),
    );
  });
});
