import type { ReactElement } from "react";
import { Contact } from "./contact";
import { InvoiceFacts } from "./invoice-facts";
import type { CheckoutPageModel } from "./page-model";
import { stateCopy } from "./state-copy";
import { waitText } from "./time-text";
import { ReceiptLink, Timeline } from "./timeline";

/** A payment that is seen or looked for. No address: nothing more should be sent. */
export function ProgressSection({ model }: { model: CheckoutPageModel }): ReactElement {
  const copy = stateCopy(model);
  return (
    <div className="slip" data-tone={copy.tone}>
      <section className="outcome">
        <h1 tabIndex={-1}>{copy.headline}</h1>
        {model.state !== "checking" && <Confirmations model={model} />}
        <p className="text">{copy.text}</p>
        <Contact model={model} />
      </section>
      <InvoiceFacts model={model} />
      <Timeline model={model} />
      <ReceiptLink model={model} />
    </div>
  );
}

function Confirmations({ model }: { model: CheckoutPageModel }): ReactElement {
  const { confirmations: seen, requiredConfirmations: required, secondsPerBlock, texts } = model;
  const missing = Math.max(0, required - seen);
  const wait = {
    soon: texts.say("progress.soon"),
    about: texts.say("progress.about", { time: "{}" }),
  };
  const count = () => <span data-count>{seen}</span>;
  return (
    <div
      className="confirmations"
      data-seen={seen}
      data-required={required}
      data-block-seconds={secondsPerBlock}
      data-said={texts.say("progress.said", { seen: "{}", required })}
    >
      <p>
        {texts.show("progress.confirmations", { seen: count, required })}
        {" · "}
        <span data-wait data-soon={wait.soon} data-about={wait.about}>
          {waitText(missing, secondsPerBlock, wait, texts.locale)}
        </span>
      </p>
      <div className="steps" aria-hidden="true">
        {Array.from({ length: required }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed row of equal marks
          <i key={i} data-on={i < seen || undefined} />
        ))}
      </div>
    </div>
  );
}
