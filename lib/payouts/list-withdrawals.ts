import type { WithdrawalPage, WithdrawalsRequest } from "@/lib/api";
import { type Context, requirePermission } from "@/lib/command";
import { isoTime } from "@/lib/kit";
import { pageRecords, recordOf } from "@/lib/records";

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
  return pageRecords(ctx, { ...input, type: "withdrawal" }, (row) => ({
    ...recordOf(row),
    withdrawalId: row.id,
    processedAt: row.processed_at === null ? null : isoTime(new Date(row.processed_at)),
  }));
}
