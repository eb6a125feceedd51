import { type Context, requirePermission } from "@/lib/command";

/** Puts what is to be sent into the sandbox's mailbox instead; answers how many. Throws scope_missing. */
export async function keepMails(ctx: Context): Promise<number> {
  requirePermission(ctx, "jobs");
  const kept = await ctx.db.sql`
    update mails set state = 'kept', leased_until = null, ended_at = now() where state = 'pending'`;
  return kept.count;
}
