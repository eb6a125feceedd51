import { readExport } from "@/lib/desk";
import { download } from "@/lib/http/dashboard";

/** A file that was made for the person. */
export const GET = download({
  name: "GET /dashboard/exports/{id}/file",
  page: "/dashboard/exports",
  run: (ctx, _query, { id = "" }) => readExport(ctx, id),
});
