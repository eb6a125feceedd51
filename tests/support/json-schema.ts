/** A JSON Schema 2020-12 as a document carries it. */
export type Schema = Readonly<Record<string, unknown>>;

const NOTES = new Set(
  "title description default examples example deprecated readOnly writeOnly id $comment".split(" "),
);
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  "date-time": (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => URL.canParse(text),
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
};

type Check = (value: unknown, against: never, schema: Schema, at: At) => string[];
interface At {
  readonly path: string;
  /** Follows a reference of the document. */
  readonly resolve: (reference: string) => Schema;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function typeMatches(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

const say = (holds: boolean, at: At, what: string) => (holds ? [] : [`${at.path}: ${what}`]);
const numeric =
  (holds: (value: number, bound: number) => boolean, word: string): Check =>
  (value, bound: number, _schema, at) =>
    typeof value === "number"
      ? say(holds(value, bound), at, `${value} is not ${word} ${bound}`)
      : [];
const ofText =
  (holds: (value: string, against: never) => boolean, word: string): Check =>
  (value, against, _schema, at) =>
    typeof value === "string"
      ? say(holds(value, against), at, `"${value}" breaks ${word} ${String(against)}`)
      : [];

/** Every keyword that this validator knows. One that it does not know is an error, never a pass. */
const KEYWORDS: Readonly<Record<string, Check>> = {
  $ref: (value, reference: string, _schema, at) =>
    objections(value, at.resolve(reference), at.resolve, at.path),
  type: (value, type: string | string[], _schema, at) =>
    say(
      [type].flat().some((one) => typeMatches(value, one)),
      at,
      `is no ${String(type)}`,
    ),
  const: (value, wanted: unknown, _schema, at) => say(same(value, wanted), at, `is not ${wanted}`),
  enum: (value, words: unknown[], _schema, at) =>
    say(
      words.some((word) => same(value, word)),
      at,
      `${value} is none of ${words.join()}`,
    ),
  anyOf: (value, variants: Schema[], _schema, at) => {
    const found = variants.map((one) => objections(value, one, at.resolve, at.path));
    return found.some((list) => list.length === 0) ? [] : found.flat();
  },
  oneOf: (value, variants: Schema[], _schema, at) => {
    const fits = variants.filter((one) => objections(value, one, at.resolve, at.path).length === 0);
    return say(fits.length === 1, at, `fits ${fits.length} of the variants`);
  },
  allOf: (value, all: Schema[], _schema, at) =>
    all.flatMap((one) => objections(value, one, at.resolve, at.path)),
  properties: (value, properties: Record<string, Schema>, _schema, at) =>
    isObject(value)
      ? Object.entries(properties).flatMap(([name, one]) =>
          Object.hasOwn(value, name)
            ? objections(value[name], one, at.resolve, `${at.path}.${name}`)
            : [],
        )
      : [],
  required: (value, names: string[], _schema, at) =>
    isObject(value)
      ? names.flatMap((name) => say(Object.hasOwn(value, name), at, `${name} is missing`))
      : [],
  additionalProperties: (value, rest: boolean | Schema, schema, at) => {
    if (!isObject(value) || rest === true) return [];
    const known = Object.keys((schema.properties ?? {}) as object);
    const more = Object.entries(value).filter(([name]) => !known.includes(name));
    if (rest === false) return more.map(([name]) => `${at.path}: ${name} is not in the schema`);
    return more.flatMap(([name, one]) => objections(one, rest, at.resolve, `${at.path}.${name}`));
  },
  propertyNames: (value, names: Schema, _schema, at) =>
    isObject(value)
      ? Object.keys(value).flatMap((name) => objections(name, names, at.resolve, at.path))
      : [],
  items: (value, items: Schema, _schema, at) =>
    Array.isArray(value)
      ? value.flatMap((one, i) => objections(one, items, at.resolve, `${at.path}[${i}]`))
      : [],
  minItems: (value, least: number, _schema, at) =>
    Array.isArray(value) ? say(value.length >= least, at, `has fewer than ${least}`) : [],
  maxItems: (value, most: number, _schema, at) =>
    Array.isArray(value) ? say(value.length <= most, at, `has more than ${most}`) : [],
  minimum: numeric((value, bound) => value >= bound, "at least"),
  maximum: numeric((value, bound) => value <= bound, "at most"),
  exclusiveMinimum: numeric((value, bound) => value > bound, "above"),
  exclusiveMaximum: numeric((value, bound) => value < bound, "below"),
  minLength: ofText((value, least: number) => value.length >= least, "minLength"),
  maxLength: ofText((value, most: number) => value.length <= most, "maxLength"),
  pattern: ofText((value, form: string) => new RegExp(form, "u").test(value), "the pattern"),
  format: (value, format: string, _schema, at) => {
    const check = FORMATS[format];
    if (!check) return [`${at.path}: the format ${format} is not known`];
    return typeof value === "string" ? say(check(value), at, `"${value}" is no ${format}`) : [];
  },
};

/** What a schema objects to in a value; nothing when it is valid. */
export function objections(
  value: unknown,
  schema: Schema,
  resolve: (reference: string) => Schema,
  path = "$",
): string[] {
  const at = { path, resolve };
  return Object.entries(schema).flatMap(([keyword, against]) => {
    if (NOTES.has(keyword)) return [];
    const check = KEYWORDS[keyword];
    return check
      ? check(value, against as never, schema, at)
      : [`${path}: the keyword ${keyword} is not known`];
  });
}

/** Follows `#/a/b` in a document. */
export function resolverOf(document: Schema): (reference: string) => Schema {
  return (reference) => {
    let at: unknown = document;
    for (const step of reference.replace(/^#\//, "").split("/")) {
      at = isObject(at) ? at[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
    }
    if (!isObject(at)) throw new Error(`${reference} leads nowhere`);
    return at;
  };
}
