export const PATH = "/dashboard/transactions";
/** The whole list, whatever view opens first. */
export const EVERYTHING = `${PATH}?view=all`;

/** Beside the filter: where one is in the list, and that it is the whole. */
const PLACE = new Set(["cursor", "page", "limit", "view"]);

/** The filter of an address in one spelling, so that two can be compared: what is given, in the order of the names. */
export function filterOf(query: URLSearchParams): string {
  const given = new URLSearchParams(
    [...query].filter(([name, value]) => value !== "" && !PLACE.has(name)),
  );
  given.sort();
  return given.toString();
}

/** The same filter, from there on. */
export function withCursor(query: URLSearchParams, cursor: string | null): string {
  const given = new URLSearchParams(filterOf(query) || "view=all");
  if (cursor !== null) given.set("cursor", cursor);
  return `${PATH}?${given}`;
}
