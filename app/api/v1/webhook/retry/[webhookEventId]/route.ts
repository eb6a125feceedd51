import { success, successOf, TEXTS, webhookEvent } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { getWebhookEvent, retryWebhookEvent } from "@/lib/webhooks";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /webhook/retry/{webhookEventId}",
    access: "key_and_secret",
    orPerson: true,
    tier: "standard",
    parse: (_raw, { params }) => String(params.webhookEventId),
    run: (ctx, id, _facts, call) => retryWebhookEvent(ctx, id, call),
    rebuild: getWebhookEvent,
    reply: (event) => success(TEXTS.webhookEventRetried, event),
    schema: successOf(webhookEvent),
  }),
);
