import { parseSettings, settingsAnswer, success, successOf, TEXTS, wireSettings } from "@/lib/api";
import { forgetMerchant } from "@/lib/auth";
import { endpoint, route } from "@/lib/http";
import { getSettings, updateSettings } from "@/lib/merchants";

const common = { access: "key_and_secret", tier: "standard", sandboxOnly: true } as const;
const schema = successOf(settingsAnswer);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    ...common,
    name: "GET /sandbox/settings",
    parse: () => null,
    run: (ctx) => getSettings(ctx),
    reply: (settings) => success(TEXTS.settingsRetrieved, wireSettings(settings)),
    schema,
  }),
  endpoint({
    ...common,
    name: "POST /sandbox/settings",
    parse: parseSettings,
    run: async (ctx, patch) => {
      const settings = await updateSettings(ctx, patch);
      if (ctx.merchantId !== null) forgetMerchant(ctx.merchantId);
      return settings;
    },
    reply: (settings) => success(TEXTS.settingsUpdated, wireSettings(settings)),
    schema,
  }),
);
