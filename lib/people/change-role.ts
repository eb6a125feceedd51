import { and, eq } from "drizzle-orm";
import {
  audit,
  type Context,
  merchantOf,
  requirePermission,
  requireStepUp,
  transact,
} from "@/lib/command";
import { memberships } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { personOf, readUser } from "./internal";
import { LETTERS, tell } from "./mails";
import type { Role } from "./roles";
import { checkRole, lockTeam, merchantName, orRefuse, roleSubject } from "./team";
import { CODED_ROLES, mayChange } from "./team-rules";

/**
 * Makes somebody who works for the merchant another role; only owners touch owners, and one stays. An owner, admin or
 * finance takes a code for "team.role" (`roleSubject`). The person is told. Throws scope_missing, validation_failed,
 * not_found, invalid_state (the last owner), step_up_required.
 */
export async function changeRole(
  ctx: Context,
  input: { readonly userId: string; readonly role: Role },
): Promise<void> {
  requirePermission(ctx, "team:write");
  const actor = personOf(ctx);
  const role = checkRole(input.role);
  const merchantId = merchantOf(ctx);
  await transact(ctx, async (tx) => {
    const team = await lockTeam(ctx, tx);
    const before = team.roleOf.get(input.userId);
    if (!before) throw new AppError("not_found", { public: "This person does not work here" });
    orRefuse(mayChange(team, actor, input.userId, role));
    if (before === role) return;
    const user = await readUser(tx, input.userId);
    if (CODED_ROLES.has(role)) {
      await requireStepUp(ctx, tx, "team.role", roleSubject(user.email, role));
    }
    await tx
      .update(memberships)
      .set({ role })
      .where(and(eq(memberships.merchantId, merchantId), eq(memberships.userId, user.id)));
    await audit(ctx, tx, {
      merchantId,
      action: "team.role_changed",
      subjectKind: "user",
      subjectId: user.id,
      data: { email: user.email, before, after: role },
    });
    await tell(ctx, tx, user, LETTERS.roleChanged(await merchantName(ctx, tx), role));
  });
}
