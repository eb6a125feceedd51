import { listApiRequests, readCallFilter } from "@/lib/calls";
import { pageTimeZone, read } from "@/lib/http/dashboard";

const LIMIT = 50;

/** The newest calls of a filter: which they are. */
export const GET = read({
  name: "GET /dashboard/developers/requests",
  run: async (ctx, query) => {
    const filter = readCallFilter(query, await pageTimeZone());
    const { docs } = await listApiRequests(ctx, filter, { limit: LIMIT });
    return { calls: docs.map(({ id }) => id) };
  },
});
