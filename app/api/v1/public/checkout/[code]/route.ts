import { checkout, success, successOf, TEXTS } from "@/lib/api";
import { checkoutEtag, endpoint, readCode, rememberPoll, route } from "@/lib/http";
import { getCheckout } from "@/lib/invoices";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/checkout/{code}",
    access: "public",
    tier: "status_poll",
    parse: (_raw, facts) => readCode(facts),
    run: (ctx, code, facts) =>
      rememberPoll(code, facts.config, ctx.now(), (now, settings) =>
        getCheckout(ctx.db, code, now, settings),
      ),
    reply: (view) => success(TEXTS.checkoutRetrieved, view),
    etag: checkoutEtag,
    schema: successOf(checkout),
  }),
);
