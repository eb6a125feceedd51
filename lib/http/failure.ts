import type { FailureBody } from "@/lib/api";
import { databaseErrorCode, isDatabaseAway } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { ERROR_TABLE } from "./error-table";

/** A failure on its way to the wire. */
export interface Failure {
  readonly status: number;
  readonly body: FailureBody;
  /** Whether an Idempotency-Key keeps it. */
  readonly kept: boolean;
}

// Lock and statement timeouts, a pool that is full: the database is there but not for this call, now.
const BUSY = new Set(["55P03", "57014"]);

/** Any error as one of ours: the database's absence is service_unavailable, what is unknown is internal_error. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const away = isDatabaseAway(error) || BUSY.has(databaseErrorCode(error) ?? "");
  return new AppError(away ? "service_unavailable" : "internal_error", { cause: error });
}

/** The failure that a caller sees: a text of the contract, a code, the request's id; nothing of the cause. */
export function toFailure(error: AppError, requestId: string): Failure {
  const row = ERROR_TABLE[error.code];
  return {
    status: row.status,
    kept: row.kept,
    body: {
      success: false,
      message: error.publicMessage ?? row.text,
      error: error.code,
      requestId,
      ...(error.details ? { details: error.details } : {}),
    },
  };
}
