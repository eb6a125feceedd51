const AWAY = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08001",
  "08003",
  "08006",
  "53300",
]);
const RETRY = new Set(["40001", "40P01"]);

/** The SQLSTATE or socket code of an error of the driver, looked for through its causes. */
export function databaseErrorCode(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string") return code;
    at = at.cause;
  }
  return null;
}

/** Whether the database could not be reached or went away. */
export function isDatabaseAway(error: unknown): boolean {
  return AWAY.has(databaseErrorCode(error) ?? "");
}

/** Whether running the transaction again may succeed (serialization failure, deadlock). */
export function isRetryable(error: unknown): boolean {
  return RETRY.has(databaseErrorCode(error) ?? "");
}

/** Whether a unique key refused the write. */
export function isUniqueViolation(error: unknown): boolean {
  return databaseErrorCode(error) === "23505";
}
