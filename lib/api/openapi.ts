import { z } from "zod";
import { failureSchema } from "./envelope";
import { bodyExample, exampleOf } from "./examples";
import { type Json, type NamedSchemas, toJsonSchema } from "./json-schema";
import { answersOf, RESPONSE_HEADERS } from "./openapi-answers";
import { webhooksOf } from "./openapi-webhooks";
import { OPERATIONS, type Operation } from "./operations";
import { TIERS, WINDOW_SECONDS } from "./tiers";

/** What the document is checked for when it is answered. */
export const openApiAnswer = z.looseObject({ openapi: z.literal("3.1.0") });

const DESCRIPTION = [
  "Wire-compatible with the 3PAY v2 merchant API: a client of it needs another base URL and another key.",
  "Amounts are USDT with at most 6 decimals, times ISO-8601 in UTC.",
  "An unknown path answers 404 `Not found`, a wrong method 405 `Method not allowed` with `Allow`, both in the envelope of every failure.",
].join(" ");

/** The OpenAPI 3.1 document of the merchant API, from the schemas that read requests and check answers. */
export function openApiDocument(origin: string, sandbox: boolean): Json {
  const shown = OPERATIONS.filter((operation) => sandbox || !operation.sandboxOnly);
  const named: NamedSchemas = {};
  toJsonSchema(failureSchema, "output", named);
  const webhooks = webhooksOf(named);
  const paths: Record<string, Json> = {};
  for (const operation of shown) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describeOperation(operation, named),
    };
  }
  const tags = [...new Set([...shown.map((operation) => operation.tag), "Webhooks"])];
  return {
    openapi: "3.1.0",
    info: {
      title: "Tillgate merchant API",
      version: "2.0.0",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: `${origin}/api/v1` }],
    tags: tags.map((name) => ({ name })),
    paths,
    webhooks,
    components: {
      securitySchemes: {
        apikey: {
          type: "apiKey",
          in: "header",
          name: "apikey",
          description: "The merchant's key; every call carries it",
        },
        "x-api-secret": {
          type: "apiKey",
          in: "header",
          name: "x-api-secret",
          description:
            "Required where it is listed alone with the key; checked wherever it is sent",
        },
      },
      headers: RESPONSE_HEADERS,
      schemas: named,
    },
  };
}

function describeOperation(operation: Operation, named: NamedSchemas): Json {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: describeLimit(operation),
    security: securityOf(operation),
    "x-tier": operation.tier,
    parameters: parametersOf(operation, named),
    ...(operation.body ? { requestBody: requestBodyOf(operation, operation.body, named) } : {}),
    responses: answersOf(operation, named),
  };
}

function describeLimit({ access, tier, sandboxOnly }: Operation): string {
  const per = access === "public" ? "per address" : "per merchant and address";
  const only = sandboxOnly ? " Only in the sandbox." : "";
  return `At most ${TIERS[tier]} requests in ${WINDOW_SECONDS / 60} minutes ${per}.${only}`;
}

function securityOf({ access }: Operation): Json[] {
  const both = { apikey: [], "x-api-secret": [] };
  if (access === "public") return [];
  return access === "key" ? [{ apikey: [] }, both] : [both];
}

function parametersOf(operation: Operation, named: NamedSchemas): Json[] {
  const path = (operation.pathParameters ?? []).map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
    example: exampleOf({ type: "string" }, named, name),
  }));
  const key = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "The same key and request within 24 hours gives the first answer again",
    schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
    example: "order-1234-attempt-1",
  };
  const kept = operation.method === "post" && operation.access !== "public";
  return [...path, ...queryParameters(operation, named), ...(kept ? [key] : [])];
}

function queryParameters({ query }: Operation, named: NamedSchemas): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = toJsonSchema(query, "input", named);
  return Object.entries(properties as Record<string, Json>).map(([name, property]) => {
    const { description, ...schema } = property;
    return {
      name,
      in: "query",
      required: (required as string[]).includes(name),
      ...(description === undefined ? {} : { description }),
      schema,
      example: exampleOf(property, named, name),
    };
  });
}

function requestBodyOf(operation: Operation, body: z.ZodType, named: NamedSchemas): Json {
  const schema = toJsonSchema(body, "input", named);
  const example = bodyExample(operation.id, schema, named);
  const required = ((schema.required ?? []) as string[]).length > 0;
  return { required, content: { "application/json": { schema, example } } };
}
