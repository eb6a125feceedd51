import { eq } from "drizzle-orm";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { type Tx, users } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { plainEmail, type UserRow } from "./internal";

/** The person of that address, locked. Throws not_found. */
export async function lockUser(tx: Tx, email: string): Promise<UserRow> {
  const named = eq(users.email, plainEmail(email));
  const [row] = await tx.select().from(users).where(named).for("update");
  if (!row) throw new AppError("not_found", { public: "There is nobody of this address" });
  return row;
}

/** Whether a person is let in; what it is already stays as it is. Throws scope_missing, not_found. */
export async function changeStatus(
  ctx: Context,
  email: string,
  status: UserRow["status"],
  also: (tx: Tx, userId: string) => Promise<number>,
): Promise<{ readonly userId: string }> {
  requirePermission(ctx, "operator");
  return transact(ctx, async (tx) => {
    const { id, status: before } = await lockUser(tx, email);
    if (before === status) return { userId: id };
    await tx.update(users).set({ status }).where(eq(users.id, id));
    const sessionsEnded = await also(tx, id);
    await audit(ctx, tx, {
      merchantId: null,
      action: status === "disabled" ? "user.disabled" : "user.enabled",
      subjectKind: "user",
      subjectId: id,
      data: { sessionsEnded },
    });
    return { userId: id };
  });
}
