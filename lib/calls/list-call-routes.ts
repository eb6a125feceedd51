import { sql } from "drizzle-orm";
import { type Context, readAlone, requirePermission } from "@/lib/command";

const MOST = 100;

/** The routes that the merchant called within thirty days, in order; steps from one to the next by their index. Throws scope_missing. */
export async function listCallRoutes(ctx: Context): Promise<readonly string[]> {
  requirePermission(ctx, "keys:read");
  const rows = await readAlone<{ route: string }>(
    ctx,
    sql`
      with recursive each (route) as (
        (select route from api_requests where merchant_id = bound.id order by route limit 1)
        union all
        select (select route from api_requests where merchant_id = bound.id and route > each.route order by route limit 1)
        from each where each.route is not null
      ) select route from each where route is not null limit ${MOST}`,
  );
  return rows.map(({ route }) => route);
}
