import { streamAuditCsv } from "@/lib/desk";
import { download, pageTimeZone } from "@/lib/http/dashboard";
import { readAuditFilter } from "@/lib/reports";

/** The audit log as CSV, as far as the address filters it. */
export const GET = download({
  name: "GET /dashboard/audit/file",
  page: "/dashboard/audit",
  run: async (ctx, query) => {
    const timeZone = await pageTimeZone();
    return {
      fileName: `audit-${ctx.now().toISOString().slice(0, 10)}.csv`,
      contentType: "text/csv; charset=utf-8",
      bytes: null,
      pieces: streamAuditCsv(ctx, readAuditFilter(query, timeZone), timeZone),
    };
  },
});
