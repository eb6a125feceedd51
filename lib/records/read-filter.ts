import { invalidFields, startOfDay, type TransactionType, type WireStatus } from "@/lib/api";
import type { InvoiceException } from "@/lib/db";
import { type FieldProblem, NETWORK_IDS, parseAmount } from "@/lib/kit";
import type { ListFilter } from "./list-branches";

export const FILTER_TYPES: readonly TransactionType[] = ["deposit", "withdrawal", "payout"];
export const FILTER_STATUSES: readonly WireStatus[] = [
  "initiated",
  "amount confirmed",
  "confirmed",
  "pending",
  "processing",
  "completed",
  "failed",
  "rejected",
  "cancelled",
];
export const FILTER_EXCEPTIONS: readonly InvoiceException[] = [
  "none",
  "underpaid",
  "overpaid",
  "late",
];
const LONGEST_SEARCH = 255;

/**
 * The filter that a page's address asks for (D-04): `type`, `status` and `network` (each more than once), `exception`,
 * `min` and `max` (USDT), `from` and `to` (days of the zone, both whole), `userId`, `webhook=failed`, `q`. What is not
 * known is told by name. Throws validation_failed.
 */
export function readListFilter(query: URLSearchParams, timeZone: string): ListFilter {
  const problems: FieldProblem[] = [];
  const wrong = (path: string, message: string) => void problems.push({ path, message });
  const some = <T extends string>(name: string, known: readonly T[]) => {
    const given = query.getAll(name).filter(Boolean);
    if (given.some((one) => !known.includes(one as T))) {
      wrong(name, `must be ${known.join(", ")}`);
    }
    return given.length > 0 ? (given as T[]) : undefined;
  };
  const amount = (name: string) => {
    const given = query.get(name)?.trim();
    if (!given) return undefined;
    const value = parseAmount(given);
    if (value === null) wrong(name, "must be an amount with at most six decimal places");
    return value ?? undefined;
  };
  const day = (name: string, daysLater: number) => {
    const given = query.get(name)?.trim();
    if (!given) return undefined;
    const value = startOfDay(given, daysLater, timeZone);
    if (value === null) wrong(name, "must be a day, as in 2026-11-22");
    return value ?? undefined;
  };
  const userId = query.get("userId")?.trim() || undefined;
  const search = query.get("q")?.trim().slice(0, LONGEST_SEARCH) || undefined;
  const to = day("to", 1);
  const filter = {
    types: some("type", FILTER_TYPES),
    statuses: some("status", FILTER_STATUSES),
    networks: some("network", NETWORK_IDS),
    exception: some("exception", FILTER_EXCEPTIONS)?.[0],
    amountFrom: amount("min"),
    amountTo: amount("max"),
    fromDate: day("from", 0),
    // The last moment of that day: both ends of a filter belong to it.
    toDate: to && new Date(to.getTime() - 1),
    userId,
    webhookFailed: query.get("webhook") === "failed" || undefined,
    search,
  };
  if (problems.length > 0) throw invalidFields(problems);
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as ListFilter;
}
