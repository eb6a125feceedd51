import type { Logger } from "@/lib/kit";
import { guarded, type Stuck } from "./stuck";

export interface LoopHealth {
  /** The last round that came to its end (ms since 1970), and the error of the last that did not. */
  lastOkAt: number | null;
  lastError: string | null;
}

export interface Loop {
  readonly health: Readonly<LoopHealth>;
  /** Ends after the round that is under way. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  readonly log: Logger;
  /** Does one round and answers how many milliseconds to wait after it. */
  readonly round: () => Promise<number>;
  /** Waiting after the first of rounds that failed in a row, and at most (ms). */
  readonly firstBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly stuck?: Stuck | undefined;
  /** Steps of the rounds so far: while it changes a long round is not stuck. */
  readonly pulse?: (() => number) | undefined;
}

/** Runs rounds for ever, one at a time. A round that fails is logged and tried again after growing, jittered waits. */
export function startLoop(options: LoopOptions): Loop {
  const health: LoopHealth = { lastOkAt: null, lastError: null };
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

async function run(options: LoopOptions, health: LoopHealth, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const waitMs = await guarded(options.name, options.round, options.stuck, options.pulse);
      health.lastOkAt = Date.now();
      health.lastError = null;
      failures = 0;
      if (waitMs > 0) await wait(waitMs, signal);
    } catch (error) {
      failures += 1;
      health.lastError = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      options.log.warn({ loop: options.name, failures, err: error }, "a round failed");
      await wait(backoff(options, failures), signal);
    }
  }
}

function backoff({ firstBackoffMs, maxBackoffMs }: LoopOptions, failures: number): number {
  const grown = Math.min(maxBackoffMs, firstBackoffMs * 2 ** Math.min(failures - 1, 10));
  return grown / 2 + (Math.random() * grown) / 2;
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
