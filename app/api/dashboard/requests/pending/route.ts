import { read } from "@/lib/http/dashboard";
import { countPending } from "@/lib/payouts";

/** How many requests wait for a person: the figure beside the place in the menu (D-20). */
export const GET = read({
  name: "GET /dashboard/requests/pending",
  run: async (ctx) => ({ count: (await countPending(ctx)).count }),
});
