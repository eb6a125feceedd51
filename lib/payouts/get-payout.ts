import { and, eq, ne } from "drizzle-orm";
import { TEXTS, type WireWithdrawalRecord } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { withdrawals } from "@/lib/db";
import { AppError, isUuid, present } from "@/lib/kit";
import { recordsOf } from "./read-records";

/** The record of any withdrawal or payout of the merchant. Throws scope_missing, not_found. */
export async function getPayout(
  ctx: Context,
  input: { readonly id: string },
): Promise<WireWithdrawalRecord> {
  requirePermission(ctx, "withdrawals:read");
  const merchantId = merchantOf(ctx);
  const notFound = new AppError("not_found", { public: TEXTS.payoutNotFound });
  if (!isUuid(input.id)) throw notFound;
  const mine = and(
    eq(withdrawals.merchantId, merchantId),
    eq(withdrawals.id, input.id),
    ne(withdrawals.type, "fee_settlement"),
  );
  return transact(ctx, async (tx) => {
    const rows = await tx
      .select({ id: withdrawals.id, processedAt: withdrawals.processedAt })
      .from(withdrawals)
      .where(mine);
    if (rows.length === 0) throw notFound;
    const [record] = await recordsOf(tx, merchantId, rows);
    return present(record, "the record");
  });
}
