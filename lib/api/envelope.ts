import { z } from "zod";
import type { ErrorCode, FieldProblem } from "@/lib/kit";

/** A failure as the wire shows it. */
export interface FailureBody {
  success: false;
  message: string;
  error: ErrorCode;
  requestId: string;
  details?: readonly FieldProblem[];
}

export const failureSchema = z
  .strictObject({
    success: z.literal(false),
    message: z.string().meta({ description: "The exact text of the contract" }),
    error: z.string().meta({ description: "A stable machine code in snake case" }),
    requestId: z.string(),
    details: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Failure" });

/** The usual success: a message and data. */
export function successOf<T extends z.ZodType>(data: T) {
  return z.strictObject({ success: z.literal(true), message: z.string(), data });
}

/** Wraps data in the usual success. */
export function success<T>(message: string, data: T): { success: true; message: string; data: T } {
  return { success: true, message, data };
}
