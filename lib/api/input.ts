import type { z } from "zod";
import { AppError, type FieldProblem } from "@/lib/kit";
import { readAmount, readTimer } from "./fields";
import { FIELD_TEXTS, TEXTS } from "./texts";

/** What a request carries before it is understood. `body` holds own keys only; numbers in it are JsonNumber. */
export interface RawInput {
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Keys that the body names twice with different contents. */
  readonly repeated: readonly string[];
}

export interface Sources {
  /** Names that are looked for in the query. */
  readonly query?: readonly string[];
  /** Names that are looked for in the body. One that is in both must have the same value twice. */
  readonly body?: readonly string[];
}

const GIVEN_TWICE = "is given twice with different values";

/**
 * Reads the named values and understands them by the schema, whose fields stand in the contract's order:
 * the first objection names the message. Throws validation_failed with all objections as details.
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  raw: RawInput,
  sources: Sources,
): z.output<S> {
  const values: Record<string, unknown> = Object.create(null);
  const problems: FieldProblem[] = [];
  for (const name of sources.query ?? []) readQuery(raw.query, name, values, problems);
  for (const name of sources.body ?? []) readBody(raw, name, values, problems);
  const result = schema.safeParse({ ...values });
  if (result.success && problems.length === 0) return result.data;
  const found = result.success ? [] : result.error.issues.map(toProblem);
  throw invalidFields([...found, ...problems]);
}

/**
 * Looks for what must be in the body before anything is understood: absent, null and empty texts are missing, and
 * `text` names them all. Throws validation_failed.
 */
export function requireFields(raw: RawInput, names: readonly string[], text: string): void {
  const missing = names.filter((name) => {
    const given = Object.hasOwn(raw.body, name) ? raw.body[name] : null;
    return given === null || given === "";
  });
  if (missing.length > 0) throw invalidFields(missing.map((path) => ({ path, message: text })));
}

/** The error for fields that are not acceptable; a text of the contract comes first if there is one. */
export function invalidFields(problems: readonly FieldProblem[]): AppError {
  const first = problems[0]?.message;
  const text = first !== undefined && FIELD_TEXTS.has(first) ? first : TEXTS.validationFailed;
  return new AppError("validation_failed", { public: text, details: problems });
}

function toProblem(issue: z.core.$ZodIssue): FieldProblem {
  return { path: issue.path.join("."), message: issue.message };
}

function readQuery(
  query: URLSearchParams,
  name: string,
  values: Record<string, unknown>,
  problems: FieldProblem[],
): void {
  const all = query.getAll(name);
  const [first] = all;
  if (first === undefined) return;
  values[name] = first;
  if (all.some((other) => other !== first)) problems.push({ path: name, message: GIVEN_TWICE });
}

function readBody(
  raw: RawInput,
  name: string,
  values: Record<string, unknown>,
  problems: FieldProblem[],
): void {
  if (!Object.hasOwn(raw.body, name)) return;
  const given = raw.body[name];
  const differs = Object.hasOwn(values, name) && !isSameValue(values[name], given);
  if (differs || raw.repeated.includes(name)) problems.push({ path: name, message: GIVEN_TWICE });
  if (!Object.hasOwn(values, name)) values[name] = given;
}

/** Whether a text of the query and a value of the body mean the same: "50" and 50.0 do. */
function isSameValue(query: unknown, body: unknown): boolean {
  if (query === body) return true;
  const [a, b] = [readAmount(query), readAmount(body)];
  if (a !== null && b !== null) return a === b;
  const [s, t] = [readTimer(query, 0), readTimer(body, 0)];
  return s !== null && s === t;
}
