import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainAdapter } from "@/lib/chains";
import type { Database } from "@/lib/db";
import { silentLogger } from "@/lib/kit";
import { startWorker } from "./start-worker";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const forEver = () => new Promise<never>(() => undefined);
/** A pool whose every statement fails at once. */
const noDatabase = new Proxy({} as Database, {
  get: () => {
    throw new Error("away");
  },
});

/** Runs a worker for two minutes and answers which of its loops were stuck. */
async function stuckLoops(adapter: Partial<ChainAdapter>, extra: () => Promise<boolean>) {
  const stuck: string[] = [];
  startWorker({
    db: noDatabase,
    log: silentLogger,
    adapters: [{ network: "USDT-TRC20", ...adapter } as ChainAdapter],
    deliver: () => Promise.resolve(),
    scanIntervalMs: 1_000,
    extraLoops: [{ name: "extra", idleMs: 100, round: extra }],
    stuck: { afterMs: 120_000, call: (name) => stuck.push(name) },
  });
  await vi.advanceTimersByTimeAsync(120_000);
  return stuck.sort();
}

describe("the worker's guard", () => {
  it("names a loop that never comes back, and no other", async () => {
    const failing = { selfCheck: () => Promise.reject(new Error("no node")) };
    expect(await stuckLoops(failing, forEver)).toEqual(["extra"]);
  });

  it("watches the loops of a network", async () => {
    const mute = { selfCheck: forEver };
    expect(await stuckLoops(mute, async () => false)).toEqual([
      "gas:USDT-TRC20",
      "move:USDT-TRC20",
      "reclaim:USDT-TRC20",
      "watch:USDT-TRC20",
    ]);
  });

  it("is content with loops that end or fail", async () => {
    const failing = { selfCheck: () => Promise.reject(new Error("no node")) };
    expect(await stuckLoops(failing, async () => false)).toEqual([]);
  });
});
