import { type RawInput, success, successOf, TEXTS, webhookSecretAnswer } from "@/lib/api";
import { endpoint, getRuntime, giveCode, route } from "@/lib/http";
import {
  readRotatedSecret,
  rotateSubject,
  rotateWebhookSecret,
  SECRET_ROTATE,
} from "@/lib/webhooks";

/** The one-time code that a person sends along; a key needs none. */
function codeOf({ body }: RawInput): string | null {
  const given = typeof body === "object" && body !== null && "code" in body ? body.code : null;
  return typeof given === "string" && given.length <= 40 ? given.replace(/\s/g, "") : null;
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /webhook/secret/rotate",
    access: "key_and_secret",
    orPerson: true,
    tier: "standard",
    parse: codeOf,
    run: async (ctx, code, _facts, call) =>
      rotateWebhookSecret(
        await giveCode(ctx, code, SECRET_ROTATE, rotateSubject),
        getRuntime().secretBox.seal,
        call,
      ),
    rebuild: async (ctx, made) => readRotatedSecret(ctx, made, getRuntime().secretBox.open),
    showsSecret: true,
    reply: (rotated) => success(TEXTS.webhookSecretRotated, rotated),
    schema: successOf(webhookSecretAnswer),
  }),
);
