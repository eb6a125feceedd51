import { type Config, mailMode } from "@/lib/config";
import { readCode, shownConfirmations } from "./checkout";
import type { AfterForm, Facts } from "./endpoint";

/** What of a form's own address the page that it leads back to keeps: language, frame, and the question before it. */
const KEPT = ["lang", "embed", "origin", "lookup"];

/** The page that says what became of a payer's form, under the form's name. Nothing that was typed is in its address. */
export function afterPayerForm(name: "mail" | "contact") {
  return (facts: Pick<Facts, "params">, after: AfterForm<unknown>): string => {
    const page = new URLSearchParams();
    for (const key of KEPT) {
      const value = after.query.get(key);
      if (value !== null) page.set(key, value);
    }
    const said = saidOf(after);
    if (said !== null) page.set(name, said);
    const path = after.query.get("on") === "receipt" ? "/receipt" : "";
    return `/s/${readCode(facts)}${path}?${page}`;
  };
}

/** Null: nothing to be said; the page as it is now shows why. */
function saidOf({ result, refused, field }: AfterForm<unknown>): string | null {
  if (result !== null) return "done";
  if (refused === "rate_limited") return "too-many";
  if (refused !== "validation_failed") return null;
  return field === "refundAddress" ? "address" : "malformed";
}

/** What the verbs behind those forms need to know of this installation. */
export function mailSettings(config: Config) {
  return { ...shownConfirmations(config), mail: mailMode(config) !== null };
}
