import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@/lib/kit";

export interface LoopHealth {
  lastOkAt: number | null;
  lastError: string | null;
}

export interface Loop {
  readonly health: LoopHealth;
  /** Ends after the round that is under way. */
  stop(): Promise<void>;
}

const FIRST_BACKOFF_MS = 100;
const LAST_BACKOFF_MS = 2_000;

/**
 * Repeats a round for ever; a round answers how many milliseconds to wait after it. One that fails (the
 * database is away, say) is logged and repeated after growing waits of at most two seconds.
 */
export function startLoop(name: string, log: Logger, round: () => Promise<number>): Loop {
  const health: LoopHealth = { lastOkAt: null, lastError: null };
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);

  async function run(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const waitMs = await round();
        health.lastOkAt = Date.now();
        health.lastError = null;
        failures = 0;
        if (waitMs > 0) await pause(waitMs);
      } catch (error) {
        failures += 1;
        health.lastError = error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
        log.warn({ loop: name, failures, err: error }, "a round failed");
        await pause(Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures - 1, 5)));
      }
    }
  }

  const done = run();
  return {
    health,
    stop: () => {
      stopping.abort();
      return done;
    },
  };
}
