import { merchantDetails, success, successOf, TEXTS } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { getMerchantDetails } from "@/lib/payouts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /getMerchantDetails",
    access: "key",
    tier: "standard",
    parse: () => null,
    run: (ctx) => getMerchantDetails(ctx),
    reply: (details) => success(TEXTS.merchantDetailsRetrieved, details),
    schema: successOf(merchantDetails),
  }),
);
