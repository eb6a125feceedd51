import type { ReactElement } from "react";
import {
  checkoutPageModel,
  type LanguageTag,
  renderCheckout,
  renderNotFound,
  renderUnavailable,
} from "@/components/checkout";
import { type getRuntime, shownConfirmations } from "@/lib/http";
import { getCheckoutPage } from "@/lib/invoices";
import { pageFacts } from "./facts";

export interface Page {
  readonly status: number;
  readonly html: string;
}

async function toHtml(element: ReactElement): Promise<string> {
  // A static import of it in a route handler fails Next's build.
  const { renderToStaticMarkup } = await import("react-dom/server");
  return `<!doctype html>${renderToStaticMarkup(element)}`;
}

/** The payment page of a code, or the one that says there is none. */
export async function renderPage(
  runtime: ReturnType<typeof getRuntime>,
  code: string,
  nonce: string,
  language: LanguageTag,
): Promise<Page> {
  const { db, config } = runtime;
  const page = await getCheckoutPage(db, code, new Date(), shownConfirmations(config));
  if (!page) return { status: 404, html: await toHtml(renderNotFound({ nonce, language })) };
  const facts = pageFacts(runtime, code, page.view.currencyType, language);
  const model = checkoutPageModel(page, facts);
  return { status: 200, html: await toHtml(renderCheckout({ model, nonce })) };
}

/** The page for when the payment can't be shown just now. */
export async function renderAway(
  status: 429 | 503,
  nonce: string,
  language: LanguageTag,
): Promise<Page> {
  return { status, html: await toHtml(renderUnavailable({ nonce, language })) };
}
