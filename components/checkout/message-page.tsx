import type { ReactElement } from "react";
import { PaymentDocument } from "./document";

/** What is answered for every unknown, malformed or foreign code alike. */
export function renderNotFound(props: { nonce: string }): ReactElement {
  return (
    <MessagePage
      nonce={props.nonce}
      headline="There is no payment here"
      text="Check the link, or ask the shop for a new one. If you have already paid, your money is not lost by this: the shop can find it."
      refreshSeconds={null}
    />
  );
}

/** What is answered when the page cannot be shown just now (429, 503). Asks again by itself without JavaScript. */
export function renderUnavailable(props: { nonce: string }): ReactElement {
  return (
    <MessagePage
      nonce={props.nonce}
      headline="We cannot show this payment right now"
      text="If you have already paid, it will be found. If not, please wait a moment and load this page again."
      refreshSeconds={60}
    />
  );
}

function MessagePage(props: {
  nonce: string;
  headline: string;
  text: string;
  refreshSeconds: number | null;
}): ReactElement {
  return (
    <PaymentDocument
      nonce={props.nonce}
      title={props.headline}
      sandbox={false}
      refreshSeconds={props.refreshSeconds}
      script={false}
    >
      <main>
        <div className="slip" data-tone="closed">
          <section className="outcome">
            <h1>{props.headline}</h1>
            <p className="text">{props.text}</p>
          </section>
        </div>
      </main>
    </PaymentDocument>
  );
}
