import { parseVerify, success, successOf, TEXTS, transactionRecord } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { getTransaction } from "@/lib/records";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/transaction/verify",
    access: "key",
    tier: "standard",
    parse: parseVerify,
    run: (ctx, input) => getTransaction(ctx, input),
    reply: (record) => success(TEXTS.transactionRetrieved, record),
    schema: successOf(transactionRecord),
  }),
);
