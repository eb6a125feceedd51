import { type Context, inBatches, requirePermission } from "@/lib/command";

/** How long the log of calls is kept. */
export const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;
const AT_ONCE = 5_000;

/** Drops calls that are older than thirty days; answers how many. Throws scope_missing. */
export async function forgetApiRequests(ctx: Context): Promise<number> {
  requirePermission(ctx, "jobs");
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * DAY_MS).toISOString();
  return inBatches(AT_ONCE, async () => {
    const gone = await ctx.db.sql`
      delete from api_requests where (merchant_id, id) in (
        select merchant_id, id from api_requests
        where created_at < ${before}::timestamptz order by created_at limit ${AT_ONCE})`;
    return gone.count;
  });
}
