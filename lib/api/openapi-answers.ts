import { answerExample } from "./examples";
import { codeOf, detailsOf } from "./failure-codes";
import { type Json, type NamedSchemas, toJsonSchema } from "./json-schema";
import type { Operation } from "./operations";
import { TEXTS } from "./texts";

type Texts = Readonly<Record<number, readonly string[]>>;

const COMMON: Texts = {
  429: [TEXTS.rateLimited],
  500: [TEXTS.internalError],
  503: [TEXTS.serviceUnavailable],
};
const KEYED: Texts = {
  401: [TEXTS.apiKeyRequired, TEXTS.invalidApiKey, TEXTS.apiSecretRequired, TEXTS.invalidApiSecret],
  403: [TEXTS.ipNotAllowed, TEXTS.wrongEnvironment, TEXTS.scopeMissing, TEXTS.merchantSuspended],
};
const POSTED: Texts = {
  400: [TEXTS.validationFailed, TEXTS.malformedJson],
  413: [TEXTS.bodyTooLarge],
  415: [TEXTS.unsupportedMediaType],
};
const KEPT: Texts = {
  409: [TEXTS.requestInProgress],
  422: [TEXTS.idempotencyKeyReused],
};
const REQUEST_ID = "0199b7a5-0b7d-7c11-8e0a-51d2f3c4b6a7";

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
const LIMIT_HEADERS = Object.fromEntries(
  ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy"].map((name) => [
    name,
    header(name),
  ]),
);

/** The headers that answers carry, by the names that responses refer to. */
export const RESPONSE_HEADERS: Readonly<Record<string, Json>> = {
  "X-Request-Id": text("Names this request; quote it when you ask about it", REQUEST_ID),
  "RateLimit-Limit": count("Requests in a window of 15 minutes", 100),
  "RateLimit-Remaining": count("Requests that are left", 99),
  "RateLimit-Reset": count("Seconds until more are left", 900),
  "RateLimit-Policy": text("The limit and its window in seconds", "100;w=900"),
  "Retry-After": count("Seconds to wait", 30),
  "Idempotent-Replayed": {
    description: "The answer of an earlier call with this Idempotency-Key",
    schema: { type: "string", const: "true" },
  },
  ETag: text("What the answer is known by: send it as If-None-Match", '"3f8a"'),
};

function text(description: string, example: string): Json {
  return { description, schema: { type: "string" }, example };
}

function count(description: string, example: number): Json {
  return { description, schema: { type: "integer", minimum: 0 }, example };
}

/** Every text that an operation fails with, by status: the ones that all have, and its own. */
export function failureTexts(operation: Operation): Texts {
  const posted = operation.method === "post";
  const keyed = operation.access !== "public";
  const reads = operation.query !== undefined;
  const tables: Texts[] = [COMMON];
  if (reads && keyed) tables.push({ 400: [TEXTS.validationFailed] });
  if (posted) tables.push(POSTED);
  if (keyed) tables.push(KEYED);
  if (posted && keyed) tables.push(KEPT);
  const all: Record<number, string[]> = {};
  for (const table of [...tables, operation.failures]) {
    for (const [status, texts] of Object.entries(table)) {
      const key = Number(status);
      all[key] = [...new Set([...(all[key] ?? []), ...texts])];
    }
  }
  return all;
}

/** An operation's answers by status, each with its headers and examples. */
export function answersOf(operation: Operation, named: NamedSchemas): Json {
  const schema = toJsonSchema(operation.answer, "output", named);
  const example = answerExample(operation.id, schema, named);
  const replayed = operation.method === "post" && operation.access !== "public";
  const headers = {
    "X-Request-Id": header("X-Request-Id"),
    ...LIMIT_HEADERS,
    ...(replayed ? { "Idempotent-Replayed": header("Idempotent-Replayed") } : {}),
    ...(operation.etag ? { ETag: header("ETag") } : {}),
  };
  const success = (description: string) => ({
    description,
    headers,
    content: { "application/json": { schema, example } },
  });
  return {
    200: success("Success"),
    ...(operation.accepted ? { 202: success("Still on its way") } : {}),
    ...(operation.etag ? { 304: { description: "Not changed since that ETag", headers } } : {}),
    ...failuresOf(operation),
  };
}

function failuresOf(operation: Operation): Json {
  const entries = Object.entries(failureTexts(operation)).map(([status, texts]) => {
    const waits = status === "429" || status === "503";
    const limited = ["401", "500", "503", "413", "415"].includes(status) ? {} : LIMIT_HEADERS;
    const headers = {
      "X-Request-Id": header("X-Request-Id"),
      ...(waits ? { "Retry-After": header("Retry-After") } : {}),
      ...limited,
    };
    const examples = Object.fromEntries(
      texts.map((message) => {
        const own = operation.failures[+status]?.includes(message) ?? false;
        return exampleEntry(+status, message, own);
      }),
    );
    const schema = { $ref: "#/components/schemas/Failure" };
    const content = { "application/json": { schema, examples } };
    return [status, { description: texts.join("; "), headers, content }];
  });
  return Object.fromEntries(entries);
}

/** `x-common` tells what every operation of its kind may fail with from what is this one's own. */
function exampleEntry(status: number, message: string, own: boolean): [string, Json] {
  const error = codeOf(status, message);
  const details = detailsOf(message);
  const value = { success: false, message, error, requestId: REQUEST_ID };
  const name = message
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  const common = own ? {} : { "x-common": true };
  return [name, { summary: message, ...common, value: details ? { ...value, details } : value }];
}
