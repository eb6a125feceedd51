import { type Context, inBatches, requirePermission } from "@/lib/command";

const KEPT_MS = 30 * 86_400_000;
const AT_ONCE = 1_000;

/** Drops mails that are older than thirty days; answers how many. Throws scope_missing. */
export async function forgetMails(ctx: Context): Promise<number> {
  requirePermission(ctx, "jobs");
  const before = new Date(ctx.now().getTime() - KEPT_MS).toISOString();
  return inBatches(AT_ONCE, async () => {
    const gone = await ctx.db.sql`
      delete from mails where id in (
        select id from mails where created_at < ${before}::timestamptz limit ${AT_ONCE})`;
    return gone.count;
  });
}
