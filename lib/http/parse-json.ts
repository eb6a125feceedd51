import { parse } from "lossless-json";
import { JsonNumber } from "@/lib/api";
import { AppError } from "@/lib/kit";

export interface ParsedBody {
  /** The object's own keys, without a prototype; numbers are JsonNumber. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Keys that were named twice with different contents. */
  readonly repeated: readonly string[];
}

export const EMPTY_BODY: ParsedBody = { body: Object.create(null), repeated: [] };

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses a request body and keeps the text of its numbers. Throws malformed_json (bad UTF-8 and nesting
 * that no stack bears included), validation_failed when it is no object.
 */
export function parseJson(bytes: Uint8Array): ParsedBody {
  const repeated: string[] = [];
  const value = understand(bytes, repeated);
  if (typeof value !== "object" || value === null || Array.isArray(value) || isNumber(value)) {
    throw new AppError("validation_failed", {
      details: [{ path: "", message: "The body must be a JSON object" }],
    });
  }
  return { body: Object.assign(Object.create(null), value), repeated };
}

/** The fields of a plain form, as texts. */
export function parseForm(bytes: Uint8Array): ParsedBody {
  const body: Record<string, string> = Object.create(null);
  const repeated: string[] = [];
  for (const [name, value] of new URLSearchParams(Buffer.from(bytes).toString("utf8"))) {
    if (Object.hasOwn(body, name) && body[name] !== value) repeated.push(name);
    else body[name] = value;
  }
  return { body, repeated };
}

function understand(bytes: Uint8Array, repeated: string[]): unknown {
  try {
    return parse(utf8.decode(bytes), null, {
      parseNumber: (text) => new JsonNumber(text),
      onDuplicateKey: ({ key, oldValue }) => {
        repeated.push(key);
        return oldValue;
      },
    });
  } catch (cause) {
    throw new AppError("malformed_json", { cause });
  }
}

function isNumber(value: object): boolean {
  return value instanceof JsonNumber;
}
