import { asc, gt } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { merchants } from "@/lib/db";
import { type MerchantView, merchantView } from "./merchant-view";

const PAGE = 100;

/** The operator's merchants by number, 100 at a time, those after `after`. Throws scope_missing. */
export async function listMerchants(
  ctx: Context,
  { after = 0 }: { readonly after?: number } = {},
): Promise<readonly MerchantView[]> {
  requirePermission(ctx, "operator");
  const rows = await ctx.db.orm
    .select()
    .from(merchants)
    .where(gt(merchants.number, after))
    .orderBy(asc(merchants.number))
    .limit(PAGE);
  return rows.map(merchantView);
}
