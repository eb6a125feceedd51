import { parseReceiptMail, payerRequest, success, successOf, TEXTS } from "@/lib/api";
import { afterPayerForm, endpoint, readCode, route } from "@/lib/http";
import { mailReceipt } from "@/lib/invoices";
import { AppError } from "@/lib/kit";
import { receiptSettings } from "./receipt-settings";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/checkout/{code}/receipt-mail",
    access: "public",
    tier: "public_mail",
    parse: (raw, facts) => ({ wish: parseReceiptMail(raw), code: readCode(facts) }),
    run: async (ctx, { code, wish }, facts) => {
      const queued = await mailReceipt(ctx, code, wish, await receiptSettings(facts, code));
      if (!queued) throw new AppError("not_found");
      return queued;
    },
    reply: (queued) => success(TEXTS.receiptMailed, queued),
    redirect: afterPayerForm("mail"),
    showsOnPage: ["validation_failed", "rate_limited"],
    schema: successOf(payerRequest),
  }),
);
