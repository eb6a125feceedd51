import { parseRotateSecret, success, successOf, TEXTS, webhookSecretAnswer } from "@/lib/api";
import { endpoint, getRuntime, giveCode, route } from "@/lib/http";
import * as webhooks from "@/lib/webhooks";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /webhook/secret/rotate",
    access: "key_and_secret",
    orPerson: true,
    tier: "standard",
    parse: parseRotateSecret,
    run: async (ctx, code, _facts, call) => {
      const coded = await giveCode(ctx, code, webhooks.SECRET_ROTATE, webhooks.rotateSubject);
      return webhooks.rotateWebhookSecret(coded, getRuntime().secretBox.seal, call);
    },
    rebuild: async (ctx, made) =>
      webhooks.readRotatedSecret(ctx, made, getRuntime().secretBox.open),
    showsSecret: true,
    reply: (rotated) => success(TEXTS.webhookSecretRotated, rotated),
    schema: successOf(webhookSecretAnswer),
  }),
);
