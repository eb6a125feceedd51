import { invalidFields, startOfDay } from "@/lib/api";
import { type FieldProblem, isUuid } from "@/lib/kit";
import type { CallFilter, StatusClass } from "./list-api-requests";

export const METHODS = ["GET", "POST", "HEAD"] as const;
export const STATUS_CLASSES: readonly StatusClass[] = [2, 3, 4, 5];
const LONGEST = 200;

/**
 * What a page's address asks of the log: `status` ("4"), `method`, `route`, `key` (an id), `id` (a request id), `from` and
 * `to` (days of the zone, both whole). Throws validation_failed.
 */
export function readCallFilter(query: URLSearchParams, timeZone: string): CallFilter {
  const problems: FieldProblem[] = [];
  const text = (name: string) =>
    query.get(name)?.replaceAll("\0", "").trim().slice(0, LONGEST) || undefined;
  const told = <T>(
    name: string,
    read: (given: string) => T | null | undefined,
    message: string,
  ) => {
    const given = text(name);
    if (given === undefined) return undefined;
    const value = read(given) ?? undefined;
    if (value === undefined) problems.push({ path: name, message });
    return value;
  };
  const uuid = (given: string) => (isUuid(given) ? given.toLowerCase() : null);
  const day = (name: string, later: number) =>
    told(name, (given) => startOfDay(given, later, timeZone), "must be a day, as in 2026-11-22");
  const statusClass = told(
    "status",
    (given) => STATUS_CLASSES.find((one) => String(one) === given),
    "must be 2, 3, 4 or 5",
  );
  const method = told(
    "method",
    (given) => METHODS.find((one) => one === given),
    `must be one of ${METHODS.join(", ")}`,
  );
  const keyId = told("key", uuid, "must be the id of a key");
  const id = told("id", uuid, "must be a request id");
  const [route, from, to] = [text("route"), day("from", 0), day("to", 1)];
  if (problems.length > 0) throw invalidFields(problems);
  return {
    ...(statusClass && { statusClass }),
    ...(method && { method }),
    ...(keyId && { keyId }),
    ...(id && { id }),
    ...(route && { route }),
    ...(from && { from }),
    // The last moment of that day: both ends belong to it.
    ...(to && { to: new Date(to.getTime() - 1) }),
  };
}
