export { renderCheckout } from "./checkout-page";
export { checkoutCsp } from "./csp";
export { chooseLanguage, type LanguageTag } from "./languages";
export { renderNotFound, renderUnavailable } from "./message-page";
export { type CheckoutPageFacts, type CheckoutPageModel, checkoutPageModel } from "./page-model";
