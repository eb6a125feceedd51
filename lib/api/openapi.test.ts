import { describe, expect, it } from "vitest";
import { objections, resolverOf, type Schema } from "@/tests/support/json-schema";
import { openApiDocument } from "./openapi";
import { OPERATIONS } from "./operations";
import { TEXTS } from "./texts";
import { TIERS } from "./tiers";
import { webhookBody } from "./webhook-body";

interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}
interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Schema>>;
  readonly content?: Readonly<Record<string, Media>>;
}
interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, Media> };
  readonly responses: Readonly<Record<string, Answer>>;
}

const document = JSON.parse(JSON.stringify(openApiDocument("https://pay.example.com", true)));
const resolve = resolverOf(document);
const operations: [string, Described][] = Object.entries<Record<string, Described>>(
  document.paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]): [string, Described] => [`${method} ${path}`, one]),
);
const hook: Described = document.webhooks.transactionStatusUpdate.post;
const all: [string, Described][] = [...operations, ["webhook", hook]];

/** Every object in the document that is a schema, with the way to it. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "$ref" && typeof item === "string" ? [item] : references(item),
  );
}

function examplesOf({ example, examples }: Media): unknown[] {
  const several = Object.values(examples ?? {}).map(({ value }) => value);
  return example === undefined ? several : [example, ...several];
}

describe("the OpenAPI document", () => {
  it("has the parts that 3.1 asks for, and no reference that leads nowhere", () => {
    expect(document).toMatchObject({
      openapi: "3.1.0",
      info: { title: expect.any(String), version: expect.any(String) },
      servers: [{ url: "https://pay.example.com/api/v1" }],
    });
    const found = references(document);
    expect(found.length).toBeGreaterThan(50);
    for (const reference of new Set(found)) expect(resolve(reference)).toBeTypeOf("object");
    expect(JSON.stringify(document)).not.toContain("#/$defs/");
    const ids = all.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }: { name: string }) => name);
    for (const [name, { tags: own }] of all)
      expect(tags, name).toEqual(expect.arrayContaining([...own]));
  });

  it("has every operation, and in production none of the sandbox's", () => {
    expect(operations.map(([name]) => name).sort()).toEqual(
      OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort(),
    );
    const production = openApiDocument("https://pay.example.com", false) as { paths: object };
    const open = OPERATIONS.filter(({ sandboxOnly }) => !sandboxOnly).map(({ path }) => path);
    expect(Object.keys(production.paths).sort()).toEqual([...new Set(open)].sort());
  });

  it.each(all)(
    "%s: every example fits its schema",
    (_name, { parameters, requestBody, responses }) => {
      for (const { name, schema, example } of parameters) {
        expect([name, objections(example ?? "true", schema, resolve)]).toEqual([name, []]);
      }
      const contents = [requestBody, ...Object.values(responses)].flatMap((one) =>
        Object.values(one?.content ?? {}),
      );
      for (const media of contents) {
        expect(examplesOf(media).length).toBeGreaterThan(0);
        for (const example of examplesOf(media)) {
          expect(objections(example, media.schema, resolve)).toEqual([]);
        }
      }
    },
  );

  it.each(operations)(
    "%s: names its path's parameters, its keys, its limits and its failures",
    (name, one) => {
      const [, path = ""] = name.split(" ");
      const inPath = one.parameters.filter((parameter) => parameter.in === "path");
      expect(inPath.map((parameter) => `{${parameter.name}}`)).toEqual(
        path.match(/\{\w+\}/g) ?? [],
      );
      expect(inPath.every(({ required }) => required)).toBe(true);
      const known = Object.keys(document.components.securitySchemes);
      expect(known).toEqual(["apikey", "x-api-secret"]);
      for (const choice of one.security)
        expect(known).toEqual(expect.arrayContaining(Object.keys(choice)));
      const operation = OPERATIONS.find(({ id }) => id === one.operationId);
      expect(JSON.stringify(one)).toContain(
        `At most ${TIERS[operation?.tier ?? "standard"]} requests`,
      );
      for (const status of ["429", "500", "503"]) expect(one.responses).toHaveProperty(status);
      for (const [status, { headers, content }] of Object.entries(one.responses)) {
        expect(headers, status).toHaveProperty("X-Request-Id");
        if (Number(status) < 400) continue;
        const values = Object.values(content?.["application/json"]?.examples ?? {});
        expect(values.length, status).toBeGreaterThan(0);
      }
      const sends = name.startsWith("post") && one.security.length > 0;
      expect(one.parameters.some((parameter) => parameter.name === "Idempotency-Key")).toBe(sends);
      expect("Idempotent-Replayed" in (one.responses["200"]?.headers ?? {})).toBe(sends);
    },
  );
});

it("every operation is shown with the message that it says", () => {
  const texts = new Set<string>(Object.values(TEXTS));
  for (const [name, { responses }] of operations) {
    const example = responses["200"]?.content?.["application/json"]?.example;
    expect(texts, name).toContain((example as { message: string }).message);
  }
});

describe("the webhook of the document", () => {
  const media = hook.requestBody?.content["application/json"];
  const example = media?.example as { data: Parameters<typeof webhookBody>[0] };

  it("is what is sent: the same fields in the same order", () => {
    expect(JSON.parse(webhookBody(example.data))).toEqual(example);
    expect(Object.keys(JSON.parse(webhookBody(example.data)).data)).toEqual(
      Object.keys(example.data),
    );
  });
});
