import type { Logger } from "@/lib/kit";
import type { Delivery } from "./deliver";

export interface DeliveryLoopOptions {
  readonly delivery: Delivery;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** How long to wait when nothing is due (ms): 100 by default. */
  readonly pollMs?: number;
  /** Called after every pass, for a heartbeat. */
  readonly onPass?: () => void;
}

const MAX_BACKOFF_MS = 5_000;
const GATHER_MS = 5;

/**
 * Delivers until the signal aborts, then waits for what is in flight. Waits a little after a pass that found
 * nothing, and only until something ends after one that left events behind. Never throws.
 */
export async function deliverUntilAborted(options: DeliveryLoopOptions): Promise<void> {
  const { delivery, log, signal, pollMs = 100 } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await delivery.tick();
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === 1) log.warn({ error }, "webhooks can't be claimed");
    }
    options.onPass?.();
    if (failures === 0 && delivery.nextTick() === "now") continue;
    const wait = failures === 0 ? pollMs : Math.min(pollMs * 2 ** failures, MAX_BACKOFF_MS);
    const sooner =
      failures === 0 && delivery.nextTick() === "on-progress" ? delivery.progress() : null;
    await pause(wait * (0.75 + Math.random() / 2), sooner, signal);
  }
  await delivery.settle();
}

function pause(ms: number, sooner: Promise<void> | null, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    // Not at once: the next claim takes all the room that is made meanwhile.
    void sooner?.then(() => setTimeout(end, GATHER_MS));
    if (signal.aborted) end();
  });
}
