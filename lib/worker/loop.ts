import type { Logger } from "@/lib/kit";

export interface Loop {
  /** Ends after the round that is under way. */
  stop(): Promise<void>;
  /** The last round that came to its end, and the error of the last that did not. */
  readonly health: { lastOkAt: number | null; lastError: string | null };
}

export interface LoopOptions {
  readonly name: string;
  readonly log: Logger;
  /** Does one round; true when there is more to do at once. */
  readonly round: () => Promise<boolean>;
  /** Waiting after a round that left nothing, in ms. */
  readonly idleMs: number;
  /** Longest waiting after rounds that failed in a row, in ms. */
  readonly maxBackoffMs?: number;
}

/** Runs rounds for ever, one at a time. A round that fails is logged and tried again with growing, jittered waits. */
export function startLoop(options: LoopOptions): Loop {
  const health: Loop["health"] = { lastOkAt: null, lastError: null };
  const stopping = new AbortController();
  const done = run(options, health, stopping.signal);
  return {
    health,
    stop: () => {
      stopping.abort();
      return done;
    },
  };
}

async function run(
  options: LoopOptions,
  health: Loop["health"],
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const more = await options.round();
      health.lastOkAt = Date.now();
      health.lastError = null;
      failures = 0;
      if (!more) await wait(options.idleMs, signal);
    } catch (error) {
      failures += 1;
      health.lastError = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      options.log.warn({ loop: options.name, failures, err: error }, "a round failed");
      await wait(backoff(options, failures), signal);
    }
  }
}

function backoff(options: LoopOptions, failures: number): number {
  const top = options.maxBackoffMs ?? 10_000;
  const base = Math.min(top, Math.max(options.idleMs, 100) * 2 ** Math.min(failures - 1, 10));
  return base / 2 + (Math.random() * base) / 2;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
