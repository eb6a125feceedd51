import type { z } from "zod";
import { AppError, type ErrorCode, type FieldProblem } from "@/lib/kit";
import type { PasskeyRequest } from "@/lib/people";
import { toAppError, toFailure } from "./failure";
import { getRuntime } from "./runtime";

/** One line of what a code is given for, as the person is shown it. */
export interface ShownFact {
  readonly label: string;
  readonly value: string;
}

export interface ActionFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: readonly FieldProblem[];
  readonly requestId: string;
}

/** What the dialog asks for: a code for exactly these facts, until then. */
export interface ConfirmRequest {
  readonly challengeId: string;
  readonly expiresAt: string;
  readonly shown: readonly ShownFact[];
  readonly password: boolean;
  /** What a passkey may sign instead; null: the person has none that works here. */
  readonly passkey: PasskeyRequest | null;
}

export type ActionResult<Result> =
  | { readonly ok: true; readonly data: Result }
  | { readonly ok: false; readonly failure: ActionFailure }
  | { readonly ok: false; readonly confirm: ConfirmRequest };

/** What was sent, as the schema reads it. Throws validation_failed. */
export function parsed<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new AppError("validation_failed", {
    details: result.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}

/** The HTTP status that stands for a code: for metrics. */
export function statusOf(code: ErrorCode): number {
  return toFailure(new AppError(code), "").status;
}

/** What is told of an error; what is our fault is logged. */
export function failed<Result>(
  name: string,
  error: unknown,
  requestId: string,
): ActionResult<Result> {
  const known = toAppError(error);
  const { status, body } = toFailure(known, requestId);
  if (status >= 500) {
    getRuntime().log.error({ requestId, action: name, err: known.cause ?? known }, known.message);
  }
  return {
    ok: false,
    failure: {
      code: known.code,
      message: body.message,
      details: known.details ?? [],
      requestId,
    },
  };
}
