import { failureSchema, TEXTS } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { AppError } from "@/lib/kit";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/payout/create",
    access: "key",
    tier: "standard",
    parse: () => null,
    run: async () => {
      throw new AppError("scope_missing", { public: TEXTS.payoutsDashboardOnly });
    },
    reply: () => ({}),
    schema: failureSchema,
  }),
);
