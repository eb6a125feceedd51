export { renderCheckout } from "./checkout-page";
export { checkoutCsp } from "./csp";
export { EMBED_SCRIPT } from "./embed.generated";
export { chooseLanguage, type LanguageTag } from "./languages";
export type { ShownLookup } from "./lookup-form";
export { renderNotFound, renderUnavailable } from "./message-page";
export { type CheckoutPageFacts, type CheckoutPageModel, checkoutPageModel } from "./page-model";
export { renderReceipt } from "./receipt-page";
