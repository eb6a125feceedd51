import type { ReactElement } from "react";
import { asksForContact, isUnhappy } from "@/lib/api";
import type { CheckoutPageModel } from "./page-model";
import { EmailField, formQuery, PayerForm } from "./payer-form";

/** Whether the page lets a payer leave an address: where the shop alone can help, and can be told. */
export function offersContact({ mail, state, lookup }: CheckoutPageModel): boolean {
  const unhappy = typeof lookup === "object" && lookup !== null && isUnhappy(lookup.reason);
  return mail === true && asksForContact(state, unhappy);
}

/** "Leave an e-mail address", and one for a refund. What was left is never shown again: who holds the link may be anyone. */
export function ContactForm({ model }: { model: CheckoutPageModel }): ReactElement | null {
  const { texts, contact = null, merchantName: shop } = model;
  if (!offersContact(model)) return null;
  const network = `${model.chainName} (${model.standard})`;
  return (
    <PayerForm
      model={model}
      name="reach"
      action={`${model.pollUrl}/contact?${formQuery(model)}`}
      question={texts.say("email.question")}
      button={texts.say("email.button")}
      shown={contact}
      answer={contact === null ? null : answerOf(model, network)}
    >
      <p>{texts.show("email.note", { shop })}</p>
      <EmailField model={model} name="reach" />
      <label htmlFor="reach-refund">{texts.show("email.refund", { network })}</label>
      <input
        id="reach-refund"
        name="refundAddress"
        data-name="reach-refund"
        aria-describedby="reach-note"
        dir="ltr"
        maxLength={100}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <p id="reach-note">{texts.show("email.refundNote", { shop })}</p>
    </PayerForm>
  );
}

function answerOf({ texts, contact, merchantName: shop }: CheckoutPageModel, network: string) {
  switch (contact) {
    case "done":
      return texts.say("email.saved", { shop });
    case "malformed":
      return texts.say("email.malformed");
    case "address":
      return texts.say("email.refundMalformed", { network });
    case "too_many":
      return texts.say("email.tooMany");
    default:
      return null;
  }
}

/** After a lookup that ended unhappily: the way to the form, which the script's page does not have yet. */
export function ContactLink({ model }: { model: CheckoutPageModel }): ReactElement | null {
  if (!offersContact(model)) return null;
  const query = formQuery(model);
  query.set("contact", "open");
  return (
    <>
      {" "}
      <a href={`?${query}`}>{model.texts.say("email.question")}</a>
    </>
  );
}
