import { parseUserList, success, successOf, TEXTS, transactionPage } from "@/lib/api";
import { listCustomerTransactions } from "@/lib/customers";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /public/user/transaction/list",
    access: "key",
    tier: "standard",
    parse: parseUserList,
    run: (ctx, input) => listCustomerTransactions(ctx, input),
    reply: (page) => success(TEXTS.transactionsRetrieved, page),
    schema: successOf(transactionPage),
  }),
);
