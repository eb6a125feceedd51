import { read } from "@/lib/http/dashboard";
import { foundCalls, foundRecords } from "./found";

/** Records that a text is exactly known by: their numbers, addresses, hashes, users, amounts; and a call by its request id. */
export const GET = read({
  name: "GET /dashboard/search",
  run: async (ctx, query) => {
    const search = query.get("q")?.trim().slice(0, 255) ?? "";
    if (search.length < 2) return { found: [] };
    const [calls, records] = await Promise.all([
      foundCalls(ctx, search),
      foundRecords(ctx, search),
    ]);
    return { found: [...calls, ...records] };
  },
});
