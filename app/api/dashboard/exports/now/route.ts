import { streamCsv } from "@/lib/desk";
import { download, pageTimeZone } from "@/lib/http/dashboard";
import { readListFilter } from "@/lib/records";

/** Everything that a filter lets through as CSV, at once: at most 10,000 rows. */
export const GET = download({
  name: "GET /dashboard/exports/now",
  page: "/dashboard/exports",
  run: async (ctx, query) => {
    const timeZone = await pageTimeZone();
    return {
      fileName: `transactions-${ctx.now().toISOString().slice(0, 10)}.csv`,
      contentType: "text/csv; charset=utf-8",
      bytes: null,
      pieces: streamCsv(ctx, readListFilter(query, timeZone), timeZone),
    };
  },
});
