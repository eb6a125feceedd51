import { parseCancel, success, successOf, TEXTS, transactionRecord } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { cancelInvoice, getTransaction } from "@/lib/invoices";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /public/transaction/cancel",
    access: "key",
    tier: "standard",
    parse: parseCancel,
    run: (ctx, input, _facts, call) => cancelInvoice(ctx, input, call),
    rebuild: (ctx, transactionId) => getTransaction(ctx, { transactionId }),
    reply: (record) => success(TEXTS.transactionCancelled, record),
    schema: successOf(transactionRecord),
  }),
);
