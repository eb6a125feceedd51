export { cancelInvoice } from "./cancel-invoice";
export { getCheckoutLogo, type Logo } from "./checkout-shop";
export { checkoutState } from "./checkout-state";
export { type CreateInvoiceInput, createInvoice, type InvoiceView } from "./create-invoice";
export { createPaymentLink } from "./create-payment-link";
export { expireInvoices } from "./expire-invoices";
export { extendInvoice } from "./extend-invoice";
export { type CheckoutSettings, getCheckout, getCheckoutPage } from "./get-checkout";
export { getInvoice } from "./get-invoice";
export { leaveContact } from "./leave-contact";
export { forgetContacts, type InvoiceContacts, listContacts } from "./list-contacts";
export {
  type ListedContact,
  listPayerContacts,
  type PayerContactList,
} from "./list-payer-contacts";
export {
  findPaymentLink,
  listPaymentLinks,
  type PaymentLink,
  type PaymentLinkList,
} from "./list-payment-links";
export {
  type Finding,
  type LookupAnswer,
  type LookupFacts,
  lookupReason,
} from "./lookup-reason";
export { type ComposeReceipt, type MailSettings, mailReceipt } from "./mail-receipt";
export {
  confirmSwept,
  type FinalPayment,
  markDetected,
  recordPayment,
  unmarkDetected,
} from "./record-payment";
export { findLookup, requestLookup } from "./request-lookup";
export { requestCheckoutPayment } from "./request-scene";
export { awaitSandboxPayment, requestSandboxPayment } from "./sandbox-payment";
