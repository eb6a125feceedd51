import { success, successOf, TEXTS, webhookSecretAnswer } from "@/lib/api";
import { endpoint, getRuntime, route } from "@/lib/http";
import { getWebhookSecret } from "@/lib/webhooks";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /webhook/secret",
    access: "key_and_secret",
    orPerson: true,
    tier: "standard",
    parse: () => null,
    run: (ctx) => getWebhookSecret(ctx, getRuntime().secretBox.open),
    reply: (masked) => success(TEXTS.webhookSecretRetrieved, masked),
    schema: successOf(webhookSecretAnswer),
  }),
);
