import { invalidFields, startOfDay } from "@/lib/api";
import type { FieldProblem } from "@/lib/kit";
import type { AuditFilter } from "./list-audit";

const LONGEST = 200;

/**
 * What a page's address asks of the audit log: `actor` and `action` as the log writes them, `subject` (an id), `from` and
 * `to` (days of the zone, both whole). Throws validation_failed.
 */
export function readAuditFilter(query: URLSearchParams, timeZone: string): AuditFilter {
  const problems: FieldProblem[] = [];
  const text = (name: string) =>
    query.get(name)?.replaceAll("\0", "").trim().slice(0, LONGEST) || undefined;
  const day = (name: string, daysLater: number) => {
    const given = text(name);
    if (!given) return undefined;
    const value = startOfDay(given, daysLater, timeZone);
    if (value === null) problems.push({ path: name, message: "must be a day, as in 2026-11-22" });
    return value ?? undefined;
  };
  const [actor, action, subject] = [text("actor"), text("action"), text("subject")];
  const [from, to] = [day("from", 0), day("to", 1)];
  if (problems.length > 0) throw invalidFields(problems);
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(subject && { subject }),
    ...(from && { from }),
    // The last moment of that day: both ends belong to it.
    ...(to && { to: new Date(to.getTime() - 1) }),
  };
}
