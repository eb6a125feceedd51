import { parseWebhookUrl, success, successOf, TEXTS, webhookUrlAnswer } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { setWebhookUrl } from "@/lib/webhooks";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /webhook/url",
    access: "key_and_secret",
    orPerson: true,
    tier: "standard",
    parse: (raw, { sandbox }) => parseWebhookUrl(raw, sandbox),
    run: (ctx, input, { sandbox }) => setWebhookUrl(ctx, input, { sandbox }),
    reply: (set) => success(TEXTS.webhookUrlUpdated, set),
    schema: successOf(webhookUrlAnswer),
  }),
);
