import { parseWebhookEvents, success, successOf, TEXTS, webhookEventPage } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { listWebhookEvents } from "@/lib/webhooks";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /webhook/events",
    access: "key_and_secret",
    orPerson: true,
    tier: "standard",
    parse: parseWebhookEvents,
    run: (ctx, request) => listWebhookEvents(ctx, request),
    reply: (page) => success(TEXTS.webhookEventsRetrieved, page),
    schema: successOf(webhookEventPage),
  }),
);
