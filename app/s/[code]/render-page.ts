import type { ReactElement } from "react";
import {
  type CheckoutPageModel,
  checkoutPageModel,
  renderNotFound,
  renderUnavailable,
} from "@/components/checkout";
import { type getRuntime, shownConfirmations } from "@/lib/http";
import { getCheckoutPage } from "@/lib/invoices";
import { carryOn } from "./carry-on";
import { framing, languageOf, pageFacts } from "./facts";
import { shownLookup } from "./lookup";
import { shownForms } from "./shown-forms";

export interface Page {
  readonly status: number;
  readonly html: string;
  /** Origins whose pages may show it in a frame. */
  readonly framedBy: readonly string[];
}

async function toHtml(element: ReactElement): Promise<string> {
  // A static import of it in a route handler fails Next's build.
  const { renderToStaticMarkup } = await import("react-dom/server");
  return `<!doctype html>${renderToStaticMarkup(element)}`;
}

/** Draws a page of a payment; null when it has none of that kind. */
export type Draw = (props: { model: CheckoutPageModel; nonce: string }) => ReactElement | null;

/** A page of a code, or the one that says there is none. */
export async function renderPage(
  runtime: ReturnType<typeof getRuntime>,
  { code, nonce, request }: { code: string; nonce: string; request: Request },
  draw: Draw,
): Promise<Page> {
  const { db, config, sandbox } = runtime;
  const page = await getCheckoutPage(db, code, new Date(), shownConfirmations(config));
  const language = languageOf(request, page?.shop.language ?? null);
  const { framedBy, embed } = framing(request, page?.shop.embedOrigins ?? [], sandbox);
  const facts =
    page && carryOn(pageFacts(runtime, code, page.view.currencyType, language, embed), request);
  const lookup = page && (await shownLookup(runtime, code, request));
  const drawn =
    page &&
    facts &&
    draw({ model: checkoutPageModel(page, { ...facts, ...shownForms(request), lookup }), nonce });
  return drawn
    ? { status: 200, html: await toHtml(drawn), framedBy }
    : { status: 404, html: await toHtml(renderNotFound({ nonce, language })), framedBy };
}

/** The page for when the payment can't be shown just now. */
export async function renderAway(
  status: 429 | 503,
  nonce: string,
  request: Request,
): Promise<Page> {
  const language = languageOf(request, null);
  return { status, html: await toHtml(renderUnavailable({ nonce, language })), framedBy: [] };
}
