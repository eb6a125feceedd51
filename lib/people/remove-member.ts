import { and, eq } from "drizzle-orm";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { memberships } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { personOf, readUser } from "./internal";
import { LETTERS, tell } from "./mails";
import { lockTeam, merchantName, orRefuse } from "./team";
import { mayChange } from "./team-rules";

/**
 * Ends somebody's work for the merchant, at once and everywhere (rights are asked anew by each request); everyone may
 * leave, only owners remove owners, and one stays. The person is told. Throws scope_missing, not_found, invalid_state.
 */
export async function removeMember(
  ctx: Context,
  { userId }: { readonly userId: string },
): Promise<void> {
  const actor = personOf(ctx);
  if (actor !== userId) requirePermission(ctx, "team:write");
  const merchantId = merchantOf(ctx);
  await transact(ctx, async (tx) => {
    const team = await lockTeam(ctx, tx);
    const role = team.roleOf.get(userId);
    if (!role) throw new AppError("not_found", { public: "This person does not work here" });
    orRefuse(mayChange(team, actor, userId, null));
    const user = await readUser(tx, userId);
    await tx
      .delete(memberships)
      .where(and(eq(memberships.merchantId, merchantId), eq(memberships.userId, userId)));
    await audit(ctx, tx, {
      merchantId,
      action: "team.member_removed",
      subjectKind: "user",
      subjectId: userId,
      data: { email: user.email, role },
    });
    await tell(ctx, tx, user, LETTERS.removed(await merchantName(ctx, tx)));
  });
}
