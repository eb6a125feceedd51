import type { ReactElement } from "react";
import type { CheckoutPageModel } from "./page-model";

/** Where something went another way than it should, and the shop can help. */
const ASKS: ReadonlySet<CheckoutPageModel["state"]> = new Set([
  "checking",
  "overpaid",
  "expired",
  "expired_partial",
  "late",
  "cancelled",
]);

/** A link to the shop's support, in the states that ask for it. */
export function Contact({ model }: { model: CheckoutPageModel }): ReactElement | null {
  const url = supportHref(model.shop.supportUrl);
  if (url === null || !ASKS.has(model.state)) return null;
  return (
    <a className="contact" href={url} target="_blank" rel="noopener noreferrer" data-name="contact">
      {model.texts.show("page.contact", { shop: model.merchantName })}
    </a>
  );
}

/** The settings let nothing else in; what is in the database is not trusted to have come that way. */
function supportHref(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  const known = url.protocol === "https:" || url.protocol === "mailto:";
  return known && url.username === "" && url.password === "" ? url.href : null;
}

/** What the shop wants to say to everyone who pays. */
export function ShopNote({ model }: { model: CheckoutPageModel }): ReactElement | null {
  const { shop, texts } = model;
  if (shop.note === null) return null;
  return (
    <section className="note">
      <h2>{texts.show("page.noteFrom", { shop: model.merchantName })}</h2>
      <p dir="auto">{shop.note}</p>
    </section>
  );
}

/** What only the true page can say of itself. In a frame the address bar is the shop's. */
export function CheckHost({ model }: { model: CheckoutPageModel }): ReactElement | null {
  if (model.embed !== null) return null;
  const { host } = new URL(model.pageUrl);
  return <p className="host">{model.texts.show("page.checkHost", { host })}</p>;
}
