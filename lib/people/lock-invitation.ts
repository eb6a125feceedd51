import { and, eq } from "drizzle-orm";
import { type Context, merchantOf } from "@/lib/command";
import { invitations, type Tx } from "@/lib/db";
import { AppError, isUuid } from "@/lib/kit";

export type InvitationRow = typeof invitations.$inferSelect;

/** An invitation of the context's merchant, locked; null: there is none of that id. */
export async function lockInvitation(
  ctx: Context,
  tx: Tx,
  id: string,
): Promise<InvitationRow | null> {
  if (!isUuid(id)) return null;
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.merchantId, merchantOf(ctx)), eq(invitations.id, id)))
    .for("update");
  return row ?? null;
}

/** The same, while it waits for an answer. Throws not_found, invalid_state. */
export async function lockOpenInvitation(ctx: Context, tx: Tx, id: string): Promise<InvitationRow> {
  const row = await lockInvitation(ctx, tx, id);
  if (row === null) throw new AppError("not_found", { public: "There is no such invitation" });
  if (row.acceptedAt !== null || row.revokedAt !== null) {
    throw new AppError("invalid_state", { public: "This invitation waits no more" });
  }
  return row;
}
