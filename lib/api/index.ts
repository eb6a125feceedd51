export type { CheckoutState, CheckoutView } from "./checkout";
export { createdInvoiceBody } from "./created-invoice";
export { type FailureBody, failureSchema, success, successOf } from "./envelope";
export { readAmount } from "./fields";
export { invalidFields, parseInput, type RawInput, type Sources } from "./input";
export {
  type CancelRequest,
  type CreateInvoiceRequest,
  type ListRequest,
  parseCancel,
  parseCreateInvoice,
  parseList,
  parseSandboxPay,
  parseVerify,
} from "./invoice-requests";
export { JsonNumber } from "./json-number";
export { openApiAnswer, openApiDocument } from "./openapi";
export {
  DEEPEST_ROW,
  type Page,
  type PageRequest,
  type PageWindow,
  type Place,
  pageOf,
  pageSchema,
  pagingFields,
  pagingOf,
  windowOf,
} from "./paging";
export * from "./record";
export {
  checkout,
  checkoutPayment,
  createdInvoice,
  sandboxPayment,
  transactionPage,
  transactionRecord,
} from "./responses";
export { parseSettings, settingsAnswer, wireSettings } from "./settings";
export { TEXTS } from "./texts";
export { TIERS, type Tier, WINDOW_SECONDS } from "./tiers";
export { webhookBody } from "./webhook-body";
export { checkWebhookUrl, type DestinationPolicy, isRefusedAddress } from "./webhook-url";
