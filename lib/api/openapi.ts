import { z } from "zod";
import { failureSchema } from "./envelope";
import { OPERATIONS, type Operation } from "./operations";
import { TEXTS } from "./texts";
import { TIERS, WINDOW_SECONDS } from "./tiers";

type Json = Record<string, unknown>;

/** What the document is checked for when it is answered. */
export const openApiAnswer = z.looseObject({ openapi: z.literal("3.1.0") });

const COMMON: Readonly<Record<number, readonly string[]>> = {
  400: [TEXTS.validationFailed],
  429: [TEXTS.rateLimited],
  500: [TEXTS.internalError],
  503: [TEXTS.serviceUnavailable],
};
const KEYED: Readonly<Record<number, readonly string[]>> = {
  401: [TEXTS.apiKeyRequired, TEXTS.invalidApiKey, TEXTS.apiSecretRequired, TEXTS.invalidApiSecret],
  403: [TEXTS.ipNotAllowed, TEXTS.wrongEnvironment, TEXTS.scopeMissing, TEXTS.merchantSuspended],
};
const POSTED: Readonly<Record<number, readonly string[]>> = {
  400: [TEXTS.malformedJson],
  409: [TEXTS.requestInProgress],
  413: [TEXTS.bodyTooLarge],
  415: [TEXTS.unsupportedMediaType],
  422: [TEXTS.idempotencyKeyReused],
};

/** The OpenAPI 3.1 document of the merchant API, from the schemas that read requests and check answers. */
export function openApiDocument(origin: string, sandbox: boolean): Json {
  const shown = OPERATIONS.filter((operation) => sandbox || !operation.sandboxOnly);
  const paths: Record<string, Json> = {};
  for (const operation of shown) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: operationOf(operation, sandbox),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Tillgate merchant API",
      version: "2.0.0",
      description:
        "Wire-compatible with the 3PAY v2 merchant API. Amounts are USDT, times ISO-8601 UTC.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: `${origin}/api/v1` }],
    tags: [...new Set(shown.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        apikey: { type: "apiKey", in: "header", name: "apikey" },
        secret: { type: "apiKey", in: "header", name: "x-api-secret" },
      },
      schemas: { Failure: jsonSchema(failureSchema, "output") },
    },
  };
}

function operationOf(operation: Operation, sandbox: boolean): Json {
  const tier = TIERS[operation.tier];
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: `At most ${tier} requests in ${WINDOW_SECONDS / 60} minutes${
      operation.access === "public" ? " per address." : " per merchant and address."
    }${operation.sandboxOnly && sandbox ? " Only in the sandbox." : ""}`,
    security: securityOf(operation),
    parameters: parametersOf(operation),
    ...(operation.body ? { requestBody: requestBodyOf(operation.body, operation) } : {}),
    responses: {
      200: {
        description: "Success",
        headers: { "X-Request-Id": { schema: { type: "string" } } },
        content: { "application/json": { schema: jsonSchema(operation.answer, "output") } },
      },
      ...failuresOf(operation),
    },
  };
}

function securityOf(operation: Operation): Json[] {
  if (operation.access === "public") return [];
  return operation.access === "key"
    ? [{ apikey: [] }, { apikey: [], secret: [] }]
    : [{ apikey: [], secret: [] }];
}

function parametersOf(operation: Operation): Json[] {
  const path = (operation.pathParameters ?? []).map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const key = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "The same key and request within 24 hours gives the first answer again",
    schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
  };
  return [...path, ...queryParameters(operation), ...(operation.method === "post" ? [key] : [])];
}

function queryParameters({ query }: Operation): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(query, {
    io: "input",
    unrepresentable: "any",
  });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as Json;
    return { name, in: "query", required: required.includes(name), description, schema };
  });
}

function requestBodyOf(body: z.ZodType, operation: Operation): Json {
  return {
    required: operation.id !== "createInvoice",
    content: { "application/json": { schema: jsonSchema(body, "input") } },
  };
}

function failuresOf(operation: Operation): Json {
  const posted = operation.method === "post" ? [POSTED] : [];
  const keyed = operation.access === "public" ? [] : [KEYED];
  const texts: Record<string, string[]> = {};
  for (const table of [COMMON, ...posted, ...keyed, operation.failures]) {
    for (const [status, found] of Object.entries(table)) {
      texts[status] = [...new Set([...found, ...(texts[status] ?? [])])];
    }
  }
  const responses = Object.entries(texts).map(([status, found]) => [
    status,
    {
      description: found.join("; "),
      content: { "application/json": { schema: { $ref: "#/components/schemas/Failure" } } },
    },
  ]);
  return Object.fromEntries(responses);
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const {
    $schema: _dialect,
    $defs: definitions,
    ...rest
  } = inline(z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" }));
  return definitions ? { ...rest, $defs: definitions } : rest;
}

/** Named schemas come as $defs with local references; a document embeds them where they are used. */
function inline(schema: Json): Json {
  const definitions = (schema.$defs ?? {}) as Record<string, Json>;
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const { $ref: reference, ...rest } = value as Json;
    const name = typeof reference === "string" ? /^#\/\$defs\/(.+)$/.exec(reference)?.[1] : null;
    const target = name ? definitions[name] : undefined;
    if (target) return resolve({ ...target, ...rest });
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  };
  const { $defs: _definitions, ...body } = schema;
  return resolve(body) as Json;
}
