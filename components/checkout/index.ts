export { renderCheckout } from "./checkout-page";
export { checkoutCsp } from "./csp";
export { renderNotFound, renderUnavailable } from "./message-page";
export { type CheckoutPageFacts, type CheckoutPageModel, checkoutPageModel } from "./page-model";
