import { checkout, success, successOf, TEXTS } from "@/lib/api";
import {
  checkoutEtag,
  endpoint,
  readCode,
  rememberPoll,
  route,
  shownConfirmations,
} from "@/lib/http";
import { getCheckout } from "@/lib/invoices";
import { AppError } from "@/lib/kit";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/checkout/{code}",
    access: "public",
    tier: "status_poll",
    parse: (_raw, facts) => readCode(facts),
    run: (ctx, code, facts) =>
      rememberPoll(code, ctx.now(), async (now) => {
        const view = await getCheckout(ctx.db, code, now, shownConfirmations(facts.config));
        if (!view) throw new AppError("not_found");
        return view;
      }),
    reply: (view) => success(TEXTS.checkoutRetrieved, view),
    etag: checkoutEtag,
    schema: successOf(checkout),
  }),
);
