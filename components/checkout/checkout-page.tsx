import type { ReactElement } from "react";
import { ShopNote } from "./contact";
import { ContactForm, offersContact } from "./contact-form";
import { PaymentDocument } from "./document";
import { asksLookup, LookupForm, LookupLink, lookupRefresh } from "./lookup-form";
import { OutcomeSection } from "./outcome-section";
import type { CheckoutPageModel } from "./page-model";
import { PaySection } from "./pay-section";
import { PlayPanel } from "./play-panel";
import { ProgressSection } from "./progress-section";
import { ReceiptMailForm } from "./receipt-mail-form";
import { ShopHeader } from "./shop-header";
import { stateCopy } from "./state-copy";

const REFRESH_SECONDS = 15;

const TERMINAL: ReadonlySet<CheckoutPageModel["state"]> = new Set([
  "paid",
  "overpaid",
  "expired",
  "expired_partial",
  "late",
  "cancelled",
]);

/** The payment page as a whole document; `nonce` is the one that the policy header names. */
export function renderCheckout(props: { model: CheckoutPageModel; nonce: string }): ReactElement {
  const { model, nonce } = props;
  const copy = stateCopy(model);
  const { texts } = model;
  const terminal = TERMINAL.has(model.state);
  // A page that loads itself again would take away what is being typed.
  const typing = asksLookup(model) || (offersContact(model) && model.contact != null);
  return (
    <PaymentDocument
      nonce={nonce}
      texts={texts}
      title={copy.title}
      sandbox={model.sandbox}
      color={model.shop.color}
      embedOrigin={model.embed?.origin ?? null}
      refreshSeconds={lookupRefresh(model) ?? (terminal || typing ? null : REFRESH_SECONDS)}
      script
      wide={isOpen(model)}
    >
      <ShopHeader model={model} />
      {/* A region, since all of a page stands in one; its name is what it says. */}
      <section id="notice" aria-labelledby="notice" hidden />
      <main
        data-state={model.state}
        data-terminal={terminal || undefined}
        data-title={copy.title}
        data-say={`${copy.headline}. ${copy.text}`}
        data-poll={model.pollUrl}
        data-now={model.now}
        data-expires={model.expiresAt}
        data-seen={`${model.state} ${model.received} ${model.blockchainTxHash ?? ""} ${model.expiresAt}`}
      >
        <Body model={model} />
        <LookupForm model={model} />
        <LookupLink model={model} />
        <ContactForm model={model} />
        <ReceiptMailForm model={model} on="page" />
        <ShopNote model={model} />
        <footer>
          {copy.tone === "open" && <p>{texts.say("page.closeAnyTime")}</p>}
          {!terminal && !typing && (
            <noscript>{texts.say("page.refreshes", { seconds: REFRESH_SECONDS })}</noscript>
          )}
        </footer>
      </main>
      <p id="status" className="vh" role="status" aria-live="polite" aria-atomic="true" />
    </PaymentDocument>
  );
}

/** Whether there is something to pay, and where. */
function isOpen(model: CheckoutPageModel): model is CheckoutPageModel & { walletAddress: string } {
  const { state, walletAddress } = model;
  return (state === "waiting" || state === "partial") && walletAddress !== null;
}

function Body({ model }: { model: CheckoutPageModel }): ReactElement {
  if (TERMINAL.has(model.state)) return <OutcomeSection model={model} />;
  if (isOpen(model)) {
    return (
      <>
        <PaySection model={model} address={model.walletAddress} />
        <PlayPanel model={model} />
      </>
    );
  }
  return <ProgressSection model={model} />;
}
