import { readCode } from "./checkout";
import type { AfterForm, Facts } from "./endpoint";

type Where = Pick<Facts, "params">;
type Asked = Pick<AfterForm<unknown>, "query">;

/** What of a form's own address the page that it leads back to keeps: the chosen language, and whose frame it is in. */
const KEPT = ["lang", "embed", "origin"];

/** The page that a plain form came from, as it is now. */
export function afterForm(where: Where, asked: Asked): string {
  return pageOf(where, asked, {});
}

/** The page that answers a payer's question. No fragment: a page that renews itself under one only scrolls. */
export function afterLookup(where: Where, after: AfterForm<{ readonly id: string }>): string {
  const said = after.refused === "rate_limited" ? "too-many" : "malformed";
  return pageOf(where, after, { lookup: after.result?.id ?? said });
}

/**
 * The page that says what became of a payer's form, under the form's name; a question that was asked there before stays.
 * Nothing that was typed is in its address.
 */
export function afterPayerForm(name: "mail" | "contact") {
  return (where: Where, after: AfterForm<unknown>): string => {
    const path = after.query.get("on") === "receipt" ? "/receipt" : "";
    const lookup = after.query.get("lookup");
    return pageOf(where, after, { lookup, [name]: saidOf(after) }, path);
  };
}

/** Null: nothing to be said; the page as it is now shows why. */
function saidOf({ result, refused, field }: AfterForm<unknown>): string | null {
  if (result !== null) return "done";
  if (refused === "rate_limited") return "too-many";
  if (refused !== "validation_failed") return null;
  return field === "refundAddress" ? "address" : "malformed";
}

function pageOf(
  where: Where,
  { query }: Asked,
  said: Readonly<Record<string, string | null>>,
  path = "",
): string {
  const kept = KEPT.map((name) => [name, query.get(name)] as const);
  const page = new URLSearchParams();
  for (const [name, value] of [...kept, ...Object.entries(said)]) {
    if (value !== null) page.set(name, value);
  }
  return `/s/${readCode(where)}${path}${page.size > 0 ? `?${page}` : ""}`;
}
