import { checkoutLookup, parseLookup, success, successOf, TEXTS } from "@/lib/api";
import { afterLookup, endpoint, readCode, route } from "@/lib/http";
import { requestLookup } from "@/lib/invoices";
import { AppError } from "@/lib/kit";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/checkout/{code}/lookup",
    access: "public",
    tier: "standard",
    parse: (raw, facts) => ({ hash: parseLookup(raw), code: readCode(facts) }),
    run: async (ctx, { code, hash }) => {
      const asked = await requestLookup(ctx, code, hash);
      if (!asked) throw new AppError("not_found");
      return asked;
    },
    reply: (asked) => success(TEXTS.lookupRequested, asked),
    redirect: afterLookup,
    showsOnPage: ["validation_failed", "rate_limited"],
    schema: successOf(checkoutLookup),
  }),
);
