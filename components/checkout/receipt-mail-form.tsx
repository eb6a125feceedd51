import type { ReactElement } from "react";
import { isReceiptFinal } from "@/lib/api";
import type { CheckoutPageModel } from "./page-model";
import { EmailField, formQuery, PayerForm } from "./payer-form";

/** "E-mail me this receipt", once there is nothing in it that may change; `on` is the page that it leads back to. */
export function ReceiptMailForm({
  model,
  on,
}: {
  model: CheckoutPageModel;
  on: "page" | "receipt";
}): ReactElement | null {
  const { texts, mailed = null } = model;
  if (!model.mail || !isReceiptFinal(model)) return null;
  const query = formQuery(model);
  if (on === "receipt") query.set("on", on);
  const said = {
    done: "receipt.mailSent",
    malformed: "email.malformed",
    address: "email.malformed",
    too_many: "email.tooMany",
    open: null,
  } as const;
  const key = mailed === null ? null : said[mailed];
  return (
    <PayerForm
      model={model}
      name="mail"
      action={`${model.pollUrl}/receipt-mail?${query}`}
      question={texts.say("receipt.mailQuestion")}
      button={texts.say("receipt.mailButton")}
      shown={mailed}
      answer={key === null ? null : texts.say(key)}
    >
      <EmailField model={model} name="mail" />
    </PayerForm>
  );
}
