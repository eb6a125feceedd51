import { checkoutExtension, success, successOf, TEXTS } from "@/lib/api";
import { afterForm, endpoint, readCode, route } from "@/lib/http";
import { extendInvoice } from "@/lib/invoices";
import { AppError } from "@/lib/kit";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/checkout/{code}/extend",
    access: "public",
    tier: "standard",
    changesPages: true,
    parse: (_raw, facts) => readCode(facts),
    run: async (ctx, code) => {
      const extended = await extendInvoice(ctx, code);
      if (!extended) throw new AppError("not_found");
      return extended;
    },
    reply: (extended) => success(TEXTS.checkoutExtended, extended),
    redirect: afterForm,
    schema: successOf(checkoutExtension),
  }),
);
