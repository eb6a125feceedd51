import type { Logger } from "@/lib/kit";

/** What is done about work that neither ends nor moves for so many milliseconds. */
export interface Stuck {
  readonly afterMs: number;
  call(name: string): void;
}

const STUCK_AFTER_MS = 120_000;

/**
 * Ends the process when work is stuck for two minutes; whoever supervises it starts it again. Statements end after
 * 30 s by the database's own clock, but a connection that never answers would stop money for ever.
 */
export function exitWhenStuck(log: Logger): Stuck {
  return {
    afterMs: STUCK_AFTER_MS,
    call: (name) => {
      log.error(
        { loop: name, afterMs: STUCK_AFTER_MS },
        "a round does not end: ending the process",
      );
      process.exit(1);
    },
  };
}

/** Does the work, and reports it once when it is stuck. It moves while `pulse` (steps so far) answers another number. */
export async function guarded<T>(
  name: string,
  work: () => Promise<T>,
  stuck: Stuck | undefined,
  pulse?: () => number,
): Promise<T> {
  if (!stuck) return work();
  let seen = pulse?.();
  const timer = setInterval(() => {
    const steps = pulse?.();
    if (steps === seen) {
      clearInterval(timer);
      stuck.call(name);
    }
    seen = steps;
  }, stuck.afterMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
