import { type SQL, sql } from "drizzle-orm";
import {
  DEEPEST_ROW,
  pageOf,
  type WithdrawalPage,
  type WithdrawalsRequest,
  windowOf,
} from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import type { WithdrawalState } from "@/lib/db";
import { statesOf } from "@/lib/records";
import { recordsOf } from "./read-records";

const STATES = [
  "pending",
  "approved",
  "sent",
  "included",
  "settled",
  "failed",
  "rejected",
] as const satisfies readonly WithdrawalState[];

/**
 * The withdrawals of the merchant's users, newest first, by page number or (at any depth in constant time)
 * by cursor. `totalDocs` stops counting at 10,000. Throws scope_missing, validation_failed (page too deep,
 * bad cursor).
 */
export async function listWithdrawals(
  ctx: Context,
  input: WithdrawalsRequest,
): Promise<WithdrawalPage> {
  requirePermission(ctx, "withdrawals:read");
  const merchantId = merchantOf(ctx);
  const { after, skip, take } = windowOf(input);
  const states = input.status === undefined ? STATES : statesOf(input.status);
  const older = after === null ? sql`` : sql`and w.id < ${after.id}::uuid`;
  return transact(ctx, async (tx) => {
    const found = await tx.execute<{ id: string; processed_at: string | null }>(sql`
      select id, processed_at from (${newest(merchantId, states, older, skip + take)}) newest
      order by id desc limit ${take} offset ${skip}`);
    const total = await tx.execute<{ total: number }>(sql`
      select count(*)::int as total
      from (select 1 from (${newest(merchantId, states, sql``, DEEPEST_ROW)}) every limit ${DEEPEST_ROW}) capped`);
    const rows = found.map(({ id, processed_at: at }) => ({
      id,
      processedAt: at === null ? null : new Date(at),
    }));
    const records = await recordsOf(tx, merchantId, rows);
    return pageOf(input, records, total[0]?.total ?? 0, (record) => ({
      createdAt: new Date(record.createdAt),
      id: record.id,
    }));
  });
}

/** The newest of each state, which one index has in order: however many there are, a page reads few. */
function newest(
  merchantId: string,
  states: readonly WithdrawalState[],
  older: SQL,
  count: number,
): SQL {
  const one = (state: WithdrawalState) => sql`
    (select w.id, w.processed_at from withdrawals w
     where w.merchant_id = ${merchantId} and w.state = ${state} and w.type = 'withdrawal' ${older}
     order by w.id desc limit ${count})`;
  return sql.join(states.map(one), sql` union all `);
}
