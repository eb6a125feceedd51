import type { StepUpSubject } from "@/lib/command";
import { checkOrder } from "./check-order";
import type { Order } from "./shapes";

/** What a one-time code is given for when somebody orders something. */
export const OPERATOR_ORDER = "operator.order";

/** Every fact of an order, as it will be kept. Throws validation_failed. */
export function orderSubject(given: Order): StepUpSubject {
  const order = checkOrder(given);
  return Object.fromEntries(
    Object.entries(order).map(([name, value]) => [name, factOf(value as unknown)]),
  );
}

function factOf(value: unknown): string | readonly string[] | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((row) => lineOf(row));
  if (typeof value === "object") return pairsOf(value);
  return String(value);
}

function lineOf(row: unknown): string {
  return typeof row === "object" && row !== null ? pairsOf(row).join(" ") : String(row);
}

/** In the order of their names: the same facts are the same text. */
function pairsOf(value: object): readonly string[] {
  return Object.entries(value)
    .map(([name, one]) => `${name}=${one === null ? "" : String(one)}`)
    .sort();
}
