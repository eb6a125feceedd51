import type { ReactElement } from "react";
import { InvoiceFacts } from "./invoice-facts";
import type { CheckoutPageModel } from "./page-model";
import { stateCopy } from "./state-copy";
import { waitText } from "./time-text";

/** A payment that is seen or looked for. No address: nothing more should be sent. */
export function ProgressSection({ model }: { model: CheckoutPageModel }): ReactElement {
  const copy = stateCopy(model);
  return (
    <div className="slip" data-tone={copy.tone}>
      <section className="outcome">
        <h1 tabIndex={-1}>{copy.headline}</h1>
        {model.state !== "checking" && <Confirmations model={model} />}
        <p className="text">{copy.text}</p>
      </section>
      <InvoiceFacts model={model} />
    </div>
  );
}

function Confirmations({ model }: { model: CheckoutPageModel }): ReactElement {
  const { confirmations: seen, requiredConfirmations: required, secondsPerBlock } = model;
  const missing = Math.max(0, required - seen);
  return (
    <div
      className="confirmations"
      data-seen={seen}
      data-required={required}
      data-block-seconds={secondsPerBlock}
    >
      <p>
        <b>
          <span data-count>{seen}</span> of {required}
        </b>{" "}
        confirmations, <span data-wait>{waitText(missing, secondsPerBlock)}</span>
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
