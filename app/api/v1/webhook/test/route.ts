import { success, successOf, TEXTS, webhookEvent } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { getWebhookEvent, sendTestWebhook } from "@/lib/webhooks";

const WAIT_MS = 10_000;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /webhook/test",
    access: "key_and_secret",
    orPerson: true,
    tier: "standard",
    parse: () => null,
    run: (ctx, _input, _facts, call) => sendTestWebhook(ctx, WAIT_MS, call),
    rebuild: getWebhookEvent,
    status: (event) => (event.deliveryStatus === "pending" && event.attempts === 0 ? 202 : 200),
    reply: (event) => success(TEXTS.webhookTestSent, event),
    schema: successOf(webhookEvent),
  }),
);
