import { and, eq, isNull } from "drizzle-orm";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { recipients } from "@/lib/db";
import { assert } from "@/lib/kit";
import { lockRecipient } from "./internal";

/** Takes a recipient out of the book; payouts that were made stay. Throws scope_missing, not_found. */
export async function removeRecipient(ctx: Context, input: { readonly id: string }): Promise<void> {
  requirePermission(ctx, "recipients:write");
  const merchantId = merchantOf(ctx);
  await transact(ctx, async (tx) => {
    const row = await lockRecipient(tx, merchantId, input.id);
    const gone = await tx
      .update(recipients)
      .set({ removedAt: ctx.now() })
      .where(
        and(
          eq(recipients.merchantId, merchantId),
          eq(recipients.id, row.id),
          isNull(recipients.removedAt),
        ),
      )
      .returning({ id: recipients.id });
    assert(gone.length === 1, `recipient ${row.id} changed under its lock`);
    await audit(ctx, tx, {
      merchantId,
      action: "recipient.removed",
      subjectKind: "recipient",
      subjectId: row.id,
      data: { label: row.label, network: row.network, address: row.walletAddress },
    });
  });
}
