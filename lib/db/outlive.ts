import type { Logger } from "@/lib/kit";
import { isDatabaseAway } from "./errors";

/**
 * Keeps a process alive when the database goes away under it: the driver then rejects promises of its own
 * that nobody holds. Every other unhandled rejection still ends the process, as Node would.
 */
export function outliveDatabase(log: Logger): void {
  process.on("unhandledRejection", (error: unknown) => {
    if (!isDatabaseAway(error)) throw error;
    log.warn({ err: error }, "the database went away");
  });
}
