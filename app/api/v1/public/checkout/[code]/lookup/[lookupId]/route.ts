import { checkoutLookup, success, successOf, TEXTS } from "@/lib/api";
import { endpoint, readCode, readLookupId, route } from "@/lib/http";
import { findLookup } from "@/lib/invoices";
import { AppError } from "@/lib/kit";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/checkout/{code}/lookup/{lookupId}",
    access: "public",
    tier: "status_poll",
    parse: (_raw, facts) => ({ id: readLookupId(facts), code: readCode(facts) }),
    run: async (ctx, { code, id }) => {
      const found = await findLookup(ctx.db, code, id, ctx.now());
      if (!found) throw new AppError("not_found");
      return found;
    },
    reply: (found) => success(TEXTS.lookupRetrieved, found),
    schema: successOf(checkoutLookup),
  }),
);
