import { successOf } from "./envelope";
import type { Operation } from "./operations";
import { TEXTS } from "./texts";
import {
  rotateSecretBody,
  webhookEvent,
  webhookEventPage,
  webhookEventsQuery,
  webhookSecretAnswer,
  webhookUrlAnswer,
  webhookUrlBody,
} from "./webhook-requests";

const common = { tag: "Webhooks", access: "key_and_secret", tier: "standard" } as const;

/** The management of webhooks (section 7). */
export const WEBHOOK_OPERATIONS: readonly Operation[] = [
  {
    ...common,
    id: "setWebhookUrl",
    method: "post",
    path: "/webhook/url",
    summary: "Set where events go whose record has no URL of its own; null clears it",
    body: webhookUrlBody(true),
    answer: successOf(webhookUrlAnswer),
    failures: { 400: [TEXTS.webhookUrl, TEXTS.webhookUrlPrivate] },
  },
  {
    ...common,
    id: "sendTestWebhook",
    method: "post",
    path: "/webhook/test",
    summary: "Send a test event and wait up to 10 s for its first attempt; 202 when none was made",
    answer: successOf(webhookEvent),
    accepted: true,
    failures: { 400: [TEXTS.webhookUrlMissing] },
  },
  {
    ...common,
    id: "getWebhookSecret",
    method: "get",
    path: "/webhook/secret",
    summary: "The webhook secret, masked but for its last 8 characters",
    answer: successOf(webhookSecretAnswer),
    failures: {},
  },
  {
    ...common,
    id: "rotateWebhookSecret",
    method: "post",
    path: "/webhook/secret/rotate",
    summary: "A new webhook secret, shown once; the old one signs beside it for 24 hours",
    body: rotateSecretBody,
    answer: successOf(webhookSecretAnswer),
    failures: {},
  },
  {
    ...common,
    id: "listWebhookEvents",
    method: "get",
    path: "/webhook/events",
    summary: "List webhook events, newest first, by page or by cursor",
    query: webhookEventsQuery,
    answer: successOf(webhookEventPage),
    failures: {},
  },
  {
    ...common,
    id: "retryWebhookEvent",
    method: "post",
    path: "/webhook/retry/{webhookEventId}",
    summary: "Send an event again at once: same id, same body; at most every 5 s",
    pathParameters: ["webhookEventId"],
    answer: successOf(webhookEvent),
    failures: { 400: [TEXTS.webhookUrlMissing], 404: [TEXTS.webhookEventNotFound] },
  },
];
