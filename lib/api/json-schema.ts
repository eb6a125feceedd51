import { z } from "zod";

export type Json = Record<string, unknown>;
type Direction = "input" | "output";

/** The schemas that carry a name, as components of the document collect them. */
export type NamedSchemas = Record<string, Json>;

/** A zod schema as JSON Schema 2020-12. What carries a name goes into `named` and is referred to. */
export function toJsonSchema(schema: z.ZodType, io: Direction, named: NamedSchemas): Json {
  const {
    $schema: _dialect,
    $defs: definitions = {},
    ...root
  } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline", override: keepMeta });
  const own = typeof root.id === "string" ? root.id : null;
  for (const [name, definition] of Object.entries(definitions)) {
    nameSchema(named, name, definition as Json);
  }
  if (own === null) return referTo(root) as Json;
  nameSchema(named, own, root);
  return { $ref: `#/components/schemas/${own}` };
}

function nameSchema(named: NamedSchemas, name: string, { id: _id, ...definition }: Json): void {
  named[name] = referTo(definition) as Json;
}

/** What a field of ours says of its input; zod drops it, because such a field has another output. */
function keepMeta(about: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  for (let at: z.core.$ZodType | null = about.zodSchema; at !== null; at = within(at)) {
    const { examples, default: fallback } = z.globalRegistry.get(at) ?? {};
    if (examples !== undefined) about.jsonSchema.examples ??= examples;
    if (fallback !== undefined) about.jsonSchema.default ??= fallback;
  }
}

function within(schema: z.core.$ZodType): z.core.$ZodType | null {
  return schema instanceof z.core.$ZodOptional ? schema._zod.def.innerType : null;
}

/** Local references become references to the document's components. */
function referTo(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referTo);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    if (key !== "$ref" || typeof item !== "string") return [key, referTo(item)];
    return [key, item.replace(/^#\/\$defs\//, "#/components/schemas/")];
  });
  return Object.fromEntries(entries);
}
