import { webhookBody } from "@/lib/api";
import { type Context, emit } from "@/lib/command";
import type { Tx } from "@/lib/db";
import { readRecord, type WithdrawalRow } from "@/lib/records";

/** Tells of a withdrawal or payout as it stands now, in the transaction that changed it. */
export async function announce(
  ctx: Context,
  tx: Tx,
  row: WithdrawalRow,
  status: "pending" | "completed" | "failed" | "rejected",
): Promise<void> {
  // Collected fees on their way to the operator are none of the merchant's transactions.
  if (row.type === "fee_settlement") return;
  await emit(ctx, tx, {
    merchantId: row.merchantId,
    type: row.type,
    subjectId: row.id,
    status,
    url: row.callbackUrl,
    body: webhookBody(await readRecord(tx, row.merchantId, row.id)),
  });
}
