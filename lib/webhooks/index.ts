export { guardedLookup, RefusedAddressError, type Resolve } from "./address-guard";
export type { ClaimedEvent } from "./claim";
export { createDelivery, type Delivery, type DeliveryOptions } from "./deliver";
export { type DeliveryLoopOptions, deliverUntilAborted } from "./deliver-loop";
export { type OpenSecret, webhookSecretAad } from "./secrets";
export { type AttemptResult, createSender, type Sender, type SenderOptions } from "./send";
export { type SignableAttempt, signWebhook, standardSecret } from "./sign";
