import { type Context, guarded, type Stuck } from "@/lib/command";
import type { JudgeOptions } from "./judge-endpoints";
import { type FinishedAttempt, recordAttempts } from "./record-attempts";

export interface Recorder {
  /** Resolves when the attempt is on record, or could not be recorded (its lease then ends). Never throws. */
  record(attempt: FinishedAttempt): Promise<void>;
}

const MAX_BATCH = 200;

interface Waiting {
  readonly attempt: FinishedAttempt;
  done(): void;
}

/** Records attempts in batches: what finishes while one batch is being written goes with the next. */
export function createRecorder(ctx: Context, options: JudgeOptions, stuck?: Stuck): Recorder {
  const waiting: Waiting[] = [];
  let writing = false;

  const writeAll = async () => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH);
      await guarded("record", () => writeBatch(ctx, options, batch), stuck);
      for (const { done } of batch) done();
    }
    writing = false;
  };

  return {
    record: (attempt) =>
      new Promise((resolve) => {
        waiting.push({ attempt, done: resolve });
        // In a microtask, so that what finishes in this turn of the loop is one batch.
        if (!writing) queueMicrotask(() => void (writing || writeAll()));
      }),
  };
}

async function writeBatch(
  ctx: Context,
  options: JudgeOptions,
  batch: readonly Waiting[],
): Promise<void> {
  const { log } = ctx;
  const attempts = batch.map(({ attempt }) => attempt);
  try {
    const recorded = await recordAttempts(ctx, attempts, options);
    for (const { event } of attempts) {
      if (!recorded.has(event.id)) {
        log.warn({ eventId: event.id, attempt: event.attempt }, "a webhook's lease ran out");
      }
    }
  } catch (error) {
    // One row that the database refuses must not keep the others from being recorded.
    if (batch.length > 1) for (const one of batch) await writeBatch(ctx, options, [one]);
    else {
      log.error({ error, eventId: attempts[0]?.event.id }, "a webhook attempt was not recorded");
    }
  }
}
