import type { ReactElement } from "react";
import { Contact } from "./contact";
import { CopyButton } from "./figures";
import { InvoiceFacts } from "./invoice-facts";
import type { CheckoutPageModel } from "./page-model";
import { safeHttpUrl } from "./safe-url";
import { type StateCopy, stateCopy } from "./state-copy";
import { ReceiptLink, Timeline } from "./timeline";

const MARKS: Readonly<Record<StateCopy["tone"], string>> = {
  good: "M11 21l7 7 13-15",
  attention: "M21 11v12m0 5v3",
  closed: "M14 21h14",
  open: "",
  busy: "",
};

/** How it ended. Never an address or a QR code, so that nobody pays twice. */
export function OutcomeSection({ model }: { model: CheckoutPageModel }): ReactElement {
  const copy = stateCopy(model);
  const returnUrl = safeHttpUrl(model.callbackUrl);
  return (
    <div className="slip" data-tone={copy.tone}>
      <section className="outcome">
        <svg className="mark" viewBox="0 0 42 42" aria-hidden="true">
          <circle cx="21" cy="21" r="20" />
          <path d={MARKS[copy.tone]} />
        </svg>
        <h1 tabIndex={-1}>{copy.headline}</h1>
        <p className="text">{copy.text}</p>
        {copy.tone === "attention" && (
          <CopyButton
            name="reference"
            value={model.invoiceNo}
            label={model.texts.say("facts.copyReference")}
            done={model.texts.say("facts.referenceCopied")}
          />
        )}
        <Contact model={model} />
        {returnUrl !== null && <Return url={returnUrl} model={model} />}
      </section>
      <InvoiceFacts model={model} />
      <Timeline model={model} />
      <ReceiptLink model={model} />
    </div>
  );
}

/** Seconds until the payer is taken back, as the script counts them. */
const RETURN_SECONDS = 5;

function Return({ url, model }: { url: string; model: CheckoutPageModel }): ReactElement {
  const { texts, merchantName: shop } = model;
  const count = () => <b data-seconds>{RETURN_SECONDS}</b>;
  return (
    <div className="return">
      <a
        className="button"
        href={url}
        rel="noreferrer"
        target={model.embed === null ? undefined : "_top"}
        data-return
      >
        {texts.show("outcome.back", { shop })}
      </a>
      {/* Its place is kept: what is below does not move when the script shows it. No frame is left by itself. */}
      {model.embed === null && (
        <p
          data-countdown
          data-said={texts.say("outcome.backSaid", { seconds: RETURN_SECONDS })}
          data-stays={texts.say("outcome.staying")}
          hidden
        >
          <span>{texts.show("outcome.backIn", { seconds: count })}</span>
          <button type="button" data-stay>
            {texts.say("outcome.stay")}
          </button>
        </p>
      )}
    </div>
  );
}
