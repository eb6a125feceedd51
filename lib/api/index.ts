export type {
  CheckoutDetails,
  CheckoutPageView,
  CheckoutShop,
  CheckoutState,
  CheckoutView,
  SeenPayment,
} from "./checkout";
export {
  CHECKOUT_LANGUAGES,
  type CheckoutLanguage,
  framingOrigins,
  readLogo,
  type SupportFacts,
  supportUrlOf,
} from "./checkout-settings";
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
export {
  checkoutLookup,
  LOOKUP_REASONS,
  type LookupReason,
  type LookupView,
  parseLookup,
} from "./lookup";
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
  readCursor,
  windowOf,
  writeCursor,
} from "./paging";
export {
  asksForContact,
  type ContactInput,
  isReceiptFinal,
  isUnhappy,
  parseContact,
  parseReceiptMail,
  payerRequest,
  type ReceiptMailInput,
  receiptMailBody,
  UNHAPPY_REASONS,
} from "./payer-mail";
export * from "./record";
export {
  checkout,
  checkoutExtension,
  checkoutPayment,
  createdInvoice,
  sandboxPayment,
  transactionPage,
  transactionRecord,
} from "./responses";
export { parsePayCheckout, SCENES, type Scene } from "./scenes";
export { parseSettings, settingsAnswer, wireSettings } from "./settings";
export { startOfDay } from "./start-of-day";
export { TEXTS } from "./texts";
export { TIERS, type Tier, WINDOW_SECONDS } from "./tiers";
export { readTimeZone } from "./time-zone";
export {
  type GenerateWalletRequest,
  parseGenerateWallet,
  parseUpdateBalance,
  parseUserList,
  parseUserPath,
  type UpdateBalanceRequest,
  type UserListRequest,
} from "./wallet-requests";
export { type WalletBalance, type WalletView, walletBalance, walletView } from "./wallets";
export { testWebhookBody, webhookBody } from "./webhook-body";
export {
  parseRotateSecret,
  parseWebhookEvents,
  parseWebhookUrl,
  type WebhookEvent,
  type WebhookEventPage,
  type WebhookEventsRequest,
  webhookEvent,
  webhookEventPage,
  webhookSecretAnswer,
  webhookUrlAnswer,
} from "./webhook-requests";
export { checkWebhookUrl, type DestinationPolicy, isRefusedAddress } from "./webhook-url";
export {
  type MerchantDetails,
  merchantDetails,
  type WireWithdrawal,
  type WireWithdrawalRecord,
  type WithdrawalPage,
  wireWithdrawal,
  withdrawalBodyOf,
  withdrawalEnvelope,
  withdrawalHttpStatus,
  withdrawalPage,
  withdrawalRecordSchema,
} from "./withdrawal";
export {
  parsePayout,
  parseReject,
  parseWithdrawal,
  parseWithdrawalPath,
  parseWithdrawals,
  type WithdrawalRequest,
  type WithdrawalsRequest,
} from "./withdrawal-requests";
