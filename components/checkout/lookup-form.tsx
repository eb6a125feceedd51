import type { ReactElement, ReactNode } from "react";
import type { LookupReason, LookupView } from "@/lib/api";
import { getNetwork, type NetworkId } from "@/lib/kit";
import { ContactLink } from "./contact-form";
import { amountText, type CheckoutPageModel } from "./page-model";
import { formQuery } from "./payer-form";
import type { TextKey } from "./texts";

/** A question that the page shows: its answer as it stands, why it was not asked, or that it is about to be. */
export type ShownLookup = LookupView | "malformed" | "too_many" | "open";

const TYPING_SECONDS = 120;
/** Without JavaScript the page asks for news in these. */
const RENEWED: ReadonlySet<CheckoutPageModel["state"]> = new Set([
  "waiting",
  "partial",
  "checking",
]);
const OPEN: ReadonlySet<CheckoutPageModel["state"]> = new Set(["waiting", "partial"]);
/** Where a payer may wonder; elsewhere the page itself shows the payment. */
const ASKED_IN: ReadonlySet<CheckoutPageModel["state"]> = new Set([
  ...OPEN,
  "checking",
  "expired",
  "expired_partial",
  "late",
  "cancelled",
]);

/** Whether the question is before the payer, who may be typing. */
export function asksLookup({ lookup, state }: CheckoutPageModel): boolean {
  return lookup != null && ASKED_IN.has(state);
}

/**
 * Seconds after which a browser without JavaScript asks again: soon while something is looked for, and where the question
 * is open so late that a hash can be typed. Null: as the page does elsewhere.
 */
export function lookupRefresh(model: CheckoutPageModel): number | null {
  const { lookup, state } = model;
  if (!asksLookup(model)) return null;
  const busy = typeof lookup === "object" && lookup?.reason === null;
  return busy ? 2 : RENEWED.has(state) ? TYPING_SECONDS : null;
}

/** Without JavaScript a page that asks for news by itself has the question on a page of its own, and a way back. */
export function LookupLink({ model }: { model: CheckoutPageModel }): ReactElement | null {
  if (!RENEWED.has(model.state)) return null;
  const query = formQuery(model);
  query.set("lookup", "");
  const asked = asksLookup(model);
  if (asked) query.delete("lookup");
  return (
    <noscript>
      <p className="aside">
        <a href={`?${query}`}>{model.texts.say(asked ? "receipt.back" : "lookup.question")}</a>
      </p>
    </noscript>
  );
}

/** "I paid, where is it?": a transaction hash is looked up on both networks. Works as a plain form, too. */
export function LookupForm({ model }: { model: CheckoutPageModel }): ReactElement | null {
  const { texts, lookup } = model;
  if (!ASKED_IN.has(model.state)) return null;
  const answered = lookup && lookup !== "open";
  return (
    <details
      className="lookup"
      id="lookup"
      open={lookup ? true : undefined}
      data-script={RENEWED.has(model.state) && !lookup ? true : undefined}
    >
      <summary data-name="lookup">{texts.say("lookup.question")}</summary>
      <form
        method="post"
        action={`${model.pollUrl}/lookup?${formQuery(model)}`}
        data-lookup
        data-busy={texts.say("lookup.busy")}
        data-malformed={texts.say("lookup.malformed")}
        data-many={texts.say("lookup.tooMany")}
        data-away={texts.say("lookup.unavailable")}
      >
        <p id="lookup-intro">{texts.say("lookup.intro")}</p>
        <label htmlFor="lookup-hash">{texts.say("lookup.field")}</label>
        <div>
          <input
            id="lookup-hash"
            name="transactionHash"
            data-name="hash"
            aria-describedby="lookup-intro"
            required
            dir="ltr"
            maxLength={100}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: who asked for the question is led to it
            autoFocus={lookup === "open" ? true : undefined}
          />
          <button type="submit" data-name="look">
            {texts.say("lookup.button")}
          </button>
        </div>
        {/* biome-ignore lint/a11y/noAutofocus: who sent the plain form is led to its answer */}
        <p role="status" data-answer tabIndex={-1} autoFocus={answered ? true : undefined}>
          {answered ? lookupText(model, lookup) : null}
          <ContactLink model={model} />
        </p>
      </form>
    </details>
  );
}

const WITHOUT_VALUES = {
  other_payment: "lookup.otherPayment",
  no_tokens: "lookup.noTokens",
  pending: "lookup.pending",
  unavailable: "lookup.unavailable",
} as const satisfies Partial<Record<LookupReason, TextKey>>;

/** The answer as a sentence. On a closed page none asks for money: an answer may be older than that. */
function lookupText(model: CheckoutPageModel, lookup: Exclude<ShownLookup, "open">): ReactNode {
  const { texts, merchantName: shop } = model;
  if (lookup === "malformed") return texts.say("lookup.malformed");
  if (lookup === "too_many") return texts.say("lookup.tooMany");
  const open = OPEN.has(model.state);
  const figure = (value: number | null) => texts.amount(amountText(value ?? 0));
  const amount = figure(lookup.amount);
  switch (lookup.reason) {
    case null:
      return texts.say("lookup.busy");
    case "not_enough":
      if (!open) return texts.show("lookup.found", { amount });
      return texts.show("lookup.notEnough", { amount, remaining: figure(lookup.remaining) });
    case "found":
      return texts.show("lookup.found", { amount });
    case "not_final": {
      const { confirmations: seen, requiredConfirmations: required } = lookup;
      return texts.show("lookup.notFinal", { amount, seen: seen ?? 0, required: required ?? 0 });
    }
    case "other_address":
      return texts.show("lookup.otherAddress", { address: lookup.walletAddress ?? "", shop });
    case "wrong_network": {
      const network = networkName(lookup.network ?? model.currencyType);
      return texts.show("lookup.wrongNetwork", {
        network,
        wanted: networkName(model.currencyType),
        shop,
      });
    }
    case "wrong_token":
      return texts.show("lookup.wrongToken", { shop });
    case "unknown":
      return texts.show("lookup.unknown", { shop });
    case "reverted":
      return texts.say(open ? "lookup.reverted" : "lookup.revertedClosed");
    default:
      return texts.say(WITHOUT_VALUES[lookup.reason]);
  }
}

function networkName(id: NetworkId): string {
  const { chainName, standard } = getNetwork(id);
  return `${chainName} (${standard})`;
}
