import { guarded, type Stuck } from "@/lib/command";
import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
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
export function createRecorder(db: Database, log: Logger, stuck?: Stuck): Recorder {
  const waiting: Waiting[] = [];
  let writing = false;

  const writeAll = async () => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH);
      await guarded("record", () => writeBatch(db, log, batch), stuck);
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

async function writeBatch(db: Database, log: Logger, batch: readonly Waiting[]): Promise<void> {
  const attempts = batch.map(({ attempt }) => attempt);
  try {
    const recorded = await recordAttempts(db, attempts);
    for (const { event } of attempts) {
      if (!recorded.has(event.id)) {
        log.warn({ eventId: event.id, attempt: event.attempt }, "a webhook's lease ran out");
      }
    }
  } catch (error) {
    // One row that the database refuses must not keep the others from being recorded.
    if (batch.length > 1) for (const one of batch) await writeBatch(db, log, [one]);
    else {
      log.error({ error, eventId: attempts[0]?.event.id }, "a webhook attempt was not recorded");
    }
  }
}
