import { read } from "@/lib/http/dashboard";
import { listRequests, readRequestFilter } from "@/lib/payouts";

/** A page of the queue: which requests wait, and who has said a word to them. */
export const GET = read({
  name: "GET /dashboard/requests",
  run: async (ctx, query) => {
    const { requests } = await listRequests(
      ctx,
      readRequestFilter(query),
      query.get("cursor") || null,
    );
    return {
      requests: requests.map(({ id, revision, approvals }) => [id, revision, approvals.length]),
    };
  },
});
