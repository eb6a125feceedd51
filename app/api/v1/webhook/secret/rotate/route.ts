import { success, successOf, TEXTS, webhookSecretAnswer } from "@/lib/api";
import { endpoint, getRuntime, route } from "@/lib/http";
import { readRotatedSecret, rotateWebhookSecret } from "@/lib/webhooks";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /webhook/secret/rotate",
    access: "key_and_secret",
    tier: "standard",
    parse: () => null,
    run: (ctx, _input, _facts, call) => rotateWebhookSecret(ctx, getRuntime().secretBox.seal, call),
    rebuild: async (ctx, made) => readRotatedSecret(ctx, made, getRuntime().secretBox.open),
    showsSecret: true,
    reply: (rotated) => success(TEXTS.webhookSecretRotated, rotated),
    schema: successOf(webhookSecretAnswer),
  }),
);
