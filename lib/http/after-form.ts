import { readCode } from "./checkout";
import type { AfterForm, Facts } from "./endpoint";

/** What of a form's own address the page that it leads back to keeps: the chosen language, and whose frame it is in. */
const KEPT = ["lang", "embed", "origin"];

/** The page that a plain form came from, as it is now. */
export function afterForm(
  facts: Pick<Facts, "params">,
  { query }: Pick<AfterForm<unknown>, "query">,
): string {
  const kept = new URLSearchParams([...query].filter(([name]) => KEPT.includes(name)));
  return `/s/${readCode(facts)}${kept.size > 0 ? `?${kept}` : ""}`;
}
