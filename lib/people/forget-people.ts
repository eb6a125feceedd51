import { type Context, inBatches, requirePermission } from "@/lib/command";
import { CHALLENGE_KEPT_MS, LINK_KEPT_MS, SESSION_KEPT_MS } from "./limits";

const AT_ONCE = 1_000;

/**
 * Drops sessions that ended 35 days ago, links that worked 30 days ago, and challenges of last week; answers how many
 * rows. Throws scope_missing.
 */
export async function forgetPeople(ctx: Context): Promise<number> {
  requirePermission(ctx, "jobs");
  const { sql } = ctx.db;
  const before = (ms: number) => new Date(ctx.now().getTime() - ms).toISOString();
  const batches = [
    () => sql`
      delete from user_sessions where (user_id, id) in (
        select user_id, id from user_sessions where expires_at < ${before(SESSION_KEPT_MS)}::timestamptz limit ${AT_ONCE})`,
    () => sql`
      delete from user_tokens where (user_id, id) in (
        select user_id, id from user_tokens where expires_at < ${before(LINK_KEPT_MS)}::timestamptz limit ${AT_ONCE})`,
    () => sql`
      delete from challenges where (user_id, id) in (
        select user_id, id from challenges where created_at < ${before(CHALLENGE_KEPT_MS)}::timestamptz limit ${AT_ONCE})`,
  ];
  let gone = 0;
  for (const batch of batches) gone += await inBatches(AT_ONCE, async () => (await batch()).count);
  return gone;
}
