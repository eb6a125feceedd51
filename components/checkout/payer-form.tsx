import type { ReactElement, ReactNode } from "react";
import type { CheckoutPageModel } from "./page-model";

/** What became of a form that a payer sent, or that it is to be open. */
export type ShownForm = "open" | "done" | "malformed" | "address" | "too_many";

interface PayerFormProps {
  readonly model: CheckoutPageModel;
  /** Its name in ids. */
  readonly name: string;
  readonly action: string;
  readonly question: string;
  readonly button: string;
  readonly shown: ShownForm | null;
  /** What is said of it. */
  readonly answer: string | null;
  /** Between question and button. */
  readonly children: ReactNode;
}

/** A question that a payer may open below the payment; an ordinary form, which leads back to the page. */
export function PayerForm(props: PayerFormProps): ReactElement {
  const { model, name, shown, answer } = props;
  return (
    <details className="payer" id={name} open={shown === null ? undefined : true}>
      <summary data-name={name}>{props.question}</summary>
      <form method="post" action={props.action}>
        <input type="hidden" name="language" value={model.language} />
        {props.children}
        <p>
          <button type="submit" data-name={`${name}-send`}>
            {props.button}
          </button>
        </p>
        {/* biome-ignore lint/a11y/noAutofocus: who sent the form is led to what became of it */}
        <p role="status" data-told tabIndex={-1} autoFocus={answer === null ? undefined : true}>
          {answer}
        </p>
      </form>
    </details>
  );
}

/** The field for an e-mail address. */
export function EmailField({
  model,
  name,
}: {
  model: CheckoutPageModel;
  name: string;
}): ReactElement {
  return (
    <>
      <label htmlFor={`${name}-email`}>{model.texts.say("email.field")}</label>
      <input
        id={`${name}-email`}
        name="email"
        type="email"
        data-name={`${name}-email`}
        required
        dir="ltr"
        maxLength={254}
        autoComplete="email"
      />
    </>
  );
}

/** What a form's address carries, so that the page it leads back to is the same one, in the same frame. */
export function formQuery(model: CheckoutPageModel): URLSearchParams {
  const query = new URLSearchParams({ lang: model.language });
  if (model.embed !== null) query.set("embed", "1");
  if (model.embed?.origin) query.set("origin", model.embed.origin);
  const { lookup } = model;
  if (lookup && typeof lookup === "object") query.set("lookup", lookup.id);
  return query;
}
