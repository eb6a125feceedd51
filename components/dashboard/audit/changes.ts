export interface Change {
  /** Dots lead into what lies in another: "fees.payer"; "" for the whole. */
  readonly field: string;
  /** As text; null: not set. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs between `before` and `after` of an entry's data; null where it has not both. */
export function changesOf(data: Readonly<Record<string, unknown>>): readonly Change[] | null {
  if (!("before" in data && "after" in data)) return null;
  return differences("", data.before, data.after);
}

/** The rest of an entry's data, field by field. */
export function restOf(
  data: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string | null])[] {
  const both = changesOf(data) !== null;
  return Object.entries(data)
    .filter(([name]) => !(both && (name === "before" || name === "after")))
    .map(([name, value]) => [name, textOf(value)] as const);
}

function differences(field: string, before: unknown, after: unknown): Change[] {
  if (isRecord(before) && isRecord(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      differences(field === "" ? name : `${field}.${name}`, before[name], after[name]),
    );
  }
  const [old, now] = [textOf(before), textOf(after)];
  return old === now ? [] : [{ field, before: old, after: now }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
