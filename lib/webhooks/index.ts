export { guardedLookup, RefusedAddressError, type Resolve } from "./address-guard";
export {
  chooseWebhookEvents,
  type EventChoice,
  getChosenEvents,
  WEBHOOK_EVENTS,
  type WebhookEventName,
} from "./choose-webhook-events";
export type { ClaimedEvent } from "./claim";
export { createDelivery, type Delivery, type DeliveryOptions } from "./deliver";
export { type DeliveryLoopOptions, deliverUntilAborted } from "./deliver-loop";
export {
  type DeliveryAttempt,
  getWebhookDelivery,
  type WebhookDelivery,
} from "./get-webhook-delivery";
export {
  findDisabledWebhooks,
  getWebhookEndpoint,
  type WebhookEndpoint,
} from "./get-webhook-endpoint";
export {
  getWebhookHealth,
  type HealthPeriod,
  type HealthSpan,
  MOST_LOOKED_AT,
  type WebhookHealth,
} from "./get-webhook-health";
export { getWebhookQueue, type WebhookQueue } from "./get-webhook-queue";
export { getWebhookSecret } from "./get-webhook-secret";
export { listWebhookEvents } from "./list-webhook-events";
export { pauseWebhooks } from "./pause-webhooks";
export { MOST_RESUMED, type Resumed } from "./reopen-endpoint";
export { resumeWebhooks } from "./resume-webhooks";
export { MOST_RETRIED, retryFailedEvents } from "./retry-failed-events";
export { getWebhookEvent, retryWebhookEvent } from "./retry-webhook-event";
export {
  dropRetiredSecrets,
  readRotatedSecret,
  rotateSubject,
  rotateWebhookSecret,
  SECRET_ROTATE,
} from "./rotate-webhook-secret";
export { type OpenSecret, type SealSecret, webhookSecretAad } from "./secrets";
export { type AttemptResult, createSender, type Sender, type SenderOptions } from "./send";
export { sendTestWebhook } from "./send-test-webhook";
export { setWebhookUrl } from "./set-webhook-url";
export { type SignableAttempt, signWebhook, standardSecret } from "./sign";
