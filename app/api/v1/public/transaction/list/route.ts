import { parseList, success, successOf, TEXTS, transactionPage } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { listTransactions } from "@/lib/records";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/transaction/list",
    access: "key",
    tier: "standard",
    parse: parseList,
    run: (ctx, input) => listTransactions(ctx, input),
    reply: (page) => success(TEXTS.transactionsRetrieved, page),
    schema: successOf(transactionPage),
  }),
);
