import { sql } from "drizzle-orm";
import { TEXTS } from "@/lib/api";
import { audit, type Context } from "@/lib/command";
import { AppError, isoTime, present } from "@/lib/kit";
import { withCheckout } from "./get-checkout";
import { lockInvoice } from "./internal";

/**
 * Gives the payer of that public code more time, once, before the time is over, by the invoice's own timer and at most an
 * hour. Asked again it answers the end that stands. Null when there is no such page; throws invalid_state.
 */
export async function extendInvoice(
  ctx: Context,
  code: string,
): Promise<{ readonly expiresAt: string } | null> {
  return withCheckout(ctx.db, code, async (tx, found) => {
    const row = present(await lockInvoice(tx, found.merchantId, found.id), "the invoice");
    if (row.status === "initiated" && row.extendedAt !== null) {
      return { expiresAt: isoTime(row.expiresAt) };
    }
    const [given] = await tx.execute<{ until: string | null }>(
      sql`select extend_invoice(${row.id}, ${ctx.now().toISOString()}::timestamptz) as until`,
    );
    if (!given?.until) {
      throw new AppError("invalid_state", { public: TEXTS.notExtendable });
    }
    const expiresAt = isoTime(new Date(given.until));
    await audit(ctx, tx, {
      merchantId: row.merchantId,
      action: "invoice.extended",
      subjectKind: "invoice",
      subjectId: row.id,
      data: { from: isoTime(row.expiresAt), to: expiresAt },
    });
    return { expiresAt };
  });
}
