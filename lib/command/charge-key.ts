import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db";
import { AppError, type Units } from "@/lib/kit";
import { type Context, merchantOf } from "./context";

/**
 * Counts what a call moves out against its API key's cap of the day (UTC), in the transaction that moves it:
 * a call that fails counts nothing. Callers that are no API key have no cap. Throws daily_limit_reached.
 */
export async function chargeKey(ctx: Context, tx: Tx, amount: Units): Promise<void> {
  const { spending } = ctx;
  if (!spending) return;
  const { keyId, withSecret, cap } = spending;
  const limit = cap === null ? null : cap.toString();
  const day = ctx.now().toISOString().slice(0, 10);
  const counted = await tx.execute<{ ok: boolean }>(sql`
    insert into key_spending as s (merchant_id, key_id, day, with_secret, spent_units)
    select ${merchantOf(ctx)}::uuid, ${keyId}::uuid, ${day}::date, ${withSecret}, ${amount.toString()}::bigint
    where ${limit}::bigint is null or ${amount.toString()}::bigint <= ${limit}::bigint
    on conflict (merchant_id, key_id, day, with_secret) do update set spent_units = s.spent_units + excluded.spent_units
    where ${limit}::bigint is null or s.spent_units + excluded.spent_units <= ${limit}::bigint
    returning true as ok`);
  if (counted.length === 0) {
    throw new AppError("daily_limit_reached", { public: "Daily limit of this API key reached" });
  }
}
