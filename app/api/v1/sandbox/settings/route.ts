import { parseSettings, settingsAnswer, success, successOf, TEXTS, wireSettings } from "@/lib/api";
import { forgetMerchant } from "@/lib/auth";
import { endpoint, route } from "@/lib/http";
import { getSettings, updateSettings } from "@/lib/merchants";

const schema = successOf(settingsAnswer);
const common = { access: "key_and_secret", tier: "standard", sandboxOnly: true, schema } as const;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    ...common,
    name: "GET /sandbox/settings",
    parse: () => null,
    run: (ctx) => getSettings(ctx),
    reply: (settings) => success(TEXTS.settingsRetrieved, wireSettings(settings)),
  }),
  endpoint({
    ...common,
    name: "POST /sandbox/settings",
    parse: (raw) => parseSettings(raw, { sandbox: true }),
    run: (ctx, patch) => updateSettings(ctx, patch).finally(() => forgetMerchant(ctx.merchantId)),
    reply: (settings) => success(TEXTS.settingsUpdated, wireSettings(settings)),
  }),
);
