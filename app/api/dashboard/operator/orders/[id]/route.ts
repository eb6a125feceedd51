import { read } from "@/lib/http/dashboard";
import { getOrder } from "@/lib/operator";

/** How one order of an operator stands. */
export const GET = read({
  name: "GET /dashboard/operator/orders/{id}",
  run: async (ctx, _query, _person, params) => {
    const { kind, state, problem, result } = await getOrder(ctx, params.id ?? "");
    return { order: { kind, state, problem, result } };
  },
});
