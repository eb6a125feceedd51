import { invalidFields } from "@/lib/api";
import { type FieldProblem, NETWORK_IDS, parseAmount } from "@/lib/kit";
import type { RequestFilter } from "./list-requests";

const TYPES = ["withdrawal", "payout"] as const;
const LONGEST_SEARCH = 255;

/**
 * The queue that a page's address asks for: `network`, `type`, `min` and `max` (USDT), `q`, `order=newest`. What is not
 * known is told by name. Throws validation_failed.
 */
export function readRequestFilter(query: URLSearchParams): RequestFilter {
  const problems: FieldProblem[] = [];
  const one = <T extends string>(name: string, known: readonly T[]) => {
    const given = query.get(name);
    if (!given) return undefined;
    const found = known.find((value) => value === given);
    if (!found) problems.push({ path: name, message: `must be ${known.join(", ")}` });
    return found;
  };
  const amount = (name: string) => {
    const given = query.get(name)?.trim();
    if (!given) return undefined;
    const value = parseAmount(given);
    const message = "must be an amount with at most six decimal places";
    if (value === null) problems.push({ path: name, message });
    return value ?? undefined;
  };
  const network = one("network", NETWORK_IDS);
  const type = one("type", TYPES);
  const [least, most] = [amount("min"), amount("max")];
  const order = one("order", ["oldest", "newest"] as const);
  const search = query.get("q")?.replaceAll("\0", "").trim().slice(0, LONGEST_SEARCH) || undefined;
  if (problems.length > 0) throw invalidFields(problems);
  return {
    ...(network && { network }),
    ...(type && { type }),
    ...(least !== undefined && { least }),
    ...(most !== undefined && { most }),
    ...(order && { order }),
    ...(search && { search }),
    limit: 25,
  };
}
