import { parseContact, payerRequest, success, successOf, TEXTS } from "@/lib/api";
import { afterPayerForm, endpoint, mailSettings, readCode, route } from "@/lib/http";
import { leaveContact } from "@/lib/invoices";
import { AppError } from "@/lib/kit";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/checkout/{code}/contact",
    access: "public",
    tier: "public_mail",
    parse: (raw, facts) => ({ contact: parseContact(raw), code: readCode(facts) }),
    run: async (ctx, { code, contact }, { config, sandbox }) => {
      const left = await leaveContact(ctx, code, contact, { ...mailSettings(config), sandbox });
      if (!left) throw new AppError("not_found");
      return left;
    },
    reply: (left) => success(TEXTS.contactSaved, left),
    redirect: afterPayerForm("contact"),
    showsOnPage: ["validation_failed", "rate_limited"],
    schema: successOf(payerRequest),
  }),
);
