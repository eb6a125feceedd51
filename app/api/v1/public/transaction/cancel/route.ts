import { parseCancel, success, successOf, TEXTS, transactionRecord } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { cancelInvoice } from "@/lib/invoices";
import { AppError } from "@/lib/kit";
import { getTransaction } from "@/lib/records";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/transaction/cancel",
    access: "key",
    tier: "standard",
    changesPages: true,
    parse: parseCancel,
    run: async (ctx, { type, ...input }, _facts, call) => {
      if (type !== "deposit") throw new AppError("invalid_state", { public: TEXTS.notCancellable });
      return cancelInvoice(ctx, input, call);
    },
    rebuild: (ctx, transactionId) => getTransaction(ctx, { transactionId }),
    reply: (record) => success(TEXTS.transactionCancelled, record),
    schema: successOf(transactionRecord),
  }),
);
