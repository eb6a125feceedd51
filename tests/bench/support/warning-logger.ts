import { type LogFields, type Logger, silentLogger } from "@/lib/kit";

function print(fields: LogFields, message: string): void {
  console.warn(message, fields);
}

/** Says what went wrong, and nothing else. */
export const warningLogger: Logger = { ...silentLogger, warn: print, error: print };
