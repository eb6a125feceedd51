/** A JSON Schema as the document carries it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

interface Example {
  readonly value: { readonly message: string; readonly error: string };
  readonly "x-common"?: true;
}

interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: unknown;
}

interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, Media>>;
  };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly "x-tier"?: string;
}

/** The parts of the OpenAPI document that the reference page reads. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly webhooks: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Failure {
  readonly status: number;
  readonly message: string;
  readonly error: string;
}

/** One operation as the page shows it. */
export interface Entry {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly about: DescribedOperation;
  readonly bodyMedia: Media | undefined;
  readonly success: Media | undefined;
  readonly accepted: boolean;
  readonly own: readonly Failure[];
  readonly common: readonly Failure[];
}

export interface Group {
  readonly name: string;
  readonly anchor: string;
  readonly entries: readonly Entry[];
}

/** The document's operations by tag, in its order; what is sent to the merchant comes last. */
export function groupsOf(document: ApiDocument): readonly Group[] {
  const called = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, about]) => entryOf(method.toUpperCase(), path, about)),
  );
  const sent = Object.values(document.webhooks).flatMap((methods) =>
    Object.entries(methods).map(([method, about]) =>
      entryOf(method.toUpperCase(), "your webhook URL", about),
    ),
  );
  return document.tags.map(({ name }) => ({
    name,
    anchor: `tag-${name.toLowerCase().replace(/[^a-z]+/g, "-")}`,
    entries: [...called, ...sent].filter(({ about }) => about.tags.includes(name)),
  }));
}

function entryOf(method: string, path: string, about: DescribedOperation): Entry {
  const json = (holder: { content?: Readonly<Record<string, Media>> } | undefined) =>
    holder?.content?.["application/json"];
  const failures = Object.entries(about.responses).flatMap(([status, answer]) =>
    Object.values(json(answer)?.examples ?? {}).map((example) => ({
      common: example["x-common"] === true,
      failure: {
        status: Number(status),
        message: example.value.message,
        error: example.value.error,
      },
    })),
  );
  return {
    id: about.operationId,
    method,
    path,
    about,
    bodyMedia: json(about.requestBody),
    success: json(about.responses["200"]),
    accepted: "202" in about.responses,
    own: failures.filter(({ common }) => !common).map(({ failure }) => failure),
    common: failures.filter(({ common }) => common).map(({ failure }) => failure),
  };
}

/** What operations of every kind may fail with, each once, by status. */
export function commonFailures(groups: readonly Group[]): readonly Failure[] {
  const all = groups.flatMap(({ entries }) => entries.flatMap(({ common }) => common));
  const once = new Map(all.map((failure) => [`${failure.status} ${failure.message}`, failure]));
  return [...once.values()].sort((a, b) => a.status - b.status);
}

/** A field of a body or an answer as one row; `fields` are what lies within it. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly notes: readonly string[];
  readonly fields: readonly Field[];
}

type Schemas = ApiDocument["components"]["schemas"];

/** The fields of an object, or of the objects in a list. */
export function fieldsOf(schema: Schema, schemas: Schemas): readonly Field[] {
  const { inner } = unwrap(schema, schemas);
  const object = inner.items ? unwrap(inner.items, schemas).inner : inner;
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(property, schemas),
    required: object.required?.includes(name) ?? false,
    notes: notesOf(unwrap(property, schemas).inner, property),
    fields: fieldsOf(property, schemas),
  }));
}

function unwrap(schema: Schema, schemas: Schemas): { inner: Schema; nullable: boolean } {
  const reference = schema.$ref?.split("/").at(-1);
  if (reference !== undefined) return { inner: schemas[reference] ?? {}, nullable: false };
  const shown = schema.anyOf?.filter(({ type }) => type !== "null") ?? [];
  const [only] = shown;
  if (only === undefined || shown.length > 1) return { inner: schema, nullable: false };
  return { inner: unwrap(only, schemas).inner, nullable: true };
}

/** A schema's type in a few words: "number or null", "list of objects". */
export function typeOf(schema: Schema, schemas: Schemas): string {
  const { inner, nullable } = unwrap(schema, schemas);
  const or = nullable ? " or null" : "";
  if (inner.anyOf) return inner.anyOf.map((one) => typeOf(one, schemas)).join(" or ");
  if (inner.const !== undefined) return `${JSON.stringify(inner.const)}${or}`;
  if (inner.items) return `list of ${typeOf(inner.items, schemas)}s${or}`;
  const format = { "date-time": "time", uuid: "UUID", uri: "URL" }[inner.format ?? ""];
  const type = format ?? [inner.type ?? "object"].flat().join(" or ");
  return `${type}${or}`;
}

function notesOf(inner: Schema, outer: Schema): readonly string[] {
  const description = outer.description ?? inner.description;
  const words = inner.enum?.map(String).join(", ");
  const fallback = outer.default ?? inner.default;
  return [
    ...(description === undefined ? [] : [description]),
    ...(words === undefined ? [] : [`One of: ${words}`]),
    ...(fallback === undefined || description?.includes("default")
      ? []
      : [`Default: ${String(fallback)}`]),
    ...(inner.maxLength === undefined ? [] : [`At most ${inner.maxLength} characters`]),
  ];
}
