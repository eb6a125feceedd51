import { checkoutPayment, parsePayCheckout, success, successOf, TEXTS } from "@/lib/api";
import { afterForm, endpoint, readCode, route } from "@/lib/http";
import { requestCheckoutPayment } from "@/lib/invoices";
import { AppError } from "@/lib/kit";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/checkout/{code}/pay",
    access: "public",
    tier: "standard",
    sandboxOnly: true,
    parse: (raw, facts) => ({ scene: parsePayCheckout(raw), code: readCode(facts) }),
    run: async (ctx, { code, scene }) => {
      const asked = await requestCheckoutPayment(ctx.db, code, ctx.now(), scene);
      if (!asked) throw new AppError("not_found");
      return { id: asked.id };
    },
    reply: (asked) => success(TEXTS.testPaymentRequested, asked),
    redirect: afterForm,
    schema: successOf(checkoutPayment),
  }),
);
