import { type Context, inBatches, requirePermission } from "@/lib/command";

const AT_ONCE = 100;

/** Drops the files of exports whose time is over, and says so on their rows; answers how many. Throws scope_missing. */
export async function forgetExports(ctx: Context): Promise<number> {
  requirePermission(ctx, "jobs");
  const now = ctx.now().toISOString();
  return inBatches(AT_ONCE, () =>
    ctx.db.sql.begin(async (sql) => {
      const rows = await sql`
        update exports set state = 'expired', ended_at = coalesce(ended_at, ${now}::timestamptz), leased_until = null
        where (merchant_id, id) in (select merchant_id, id from exports
          where state <> 'expired' and expires_at <= ${now}::timestamptz limit ${AT_ONCE} for update skip locked)
        returning id`;
      const ids = rows.map((row) => row.id as string);
      await sql`delete from export_chunks c using exports e
        where c.merchant_id = e.merchant_id and c.export_id = e.id and e.id = any(${ids}::uuid[])`;
      return rows.length;
    }),
  );
}
