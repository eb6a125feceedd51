import { and, eq } from "drizzle-orm";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { recipients } from "@/lib/db";
import { present } from "@/lib/kit";
import { lockRecipient, nameOf, type Recipient, readWords, viewOf } from "./internal";

export interface UpdateRecipientInput {
  readonly id: string;
  readonly label: string;
  readonly note: string | null;
}

/**
 * Changes the words about a recipient; another address is another recipient. Throws scope_missing, not_found,
 * validation_failed.
 */
export async function updateRecipient(
  ctx: Context,
  input: UpdateRecipientInput,
): Promise<Recipient> {
  requirePermission(ctx, "recipients:write");
  const merchantId = merchantOf(ctx);
  const words = readWords(input);
  return transact(ctx, async (tx) => {
    const before = await lockRecipient(tx, merchantId, input.id);
    const view = async (row: typeof before) =>
      viewOf(row, await nameOf(tx, row.createdBy), ctx.now());
    if (before.label === words.label && before.note === words.note) return view(before);
    const [row] = await tx
      .update(recipients)
      .set(words)
      .where(and(eq(recipients.merchantId, merchantId), eq(recipients.id, before.id)))
      .returning();
    await audit(ctx, tx, {
      merchantId,
      action: "recipient.updated",
      subjectKind: "recipient",
      subjectId: before.id,
      data: { before: { label: before.label, note: before.note }, after: words },
    });
    return view(present(row, "the locked recipient"));
  });
}
