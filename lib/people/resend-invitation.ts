import { and, eq } from "drizzle-orm";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { invitations } from "@/lib/db";
import { AppError, newSecretText } from "@/lib/kit";
import { hashToken, personOf, readUser } from "./internal";
import { INVITATION_MS } from "./limits";
import { linkTo } from "./links";
import { lockOpenInvitation } from "./lock-invitation";
import { LETTERS, writeTo } from "./mails";
import { mayAgain } from "./often";
import { lockTeam, merchantName, orRefuse } from "./team";
import { mayInvite } from "./team-rules";

const OFTEN = { times: 5, withinMs: 86_400_000 };

/**
 * Mails an invitation again, with a new link for another seven days; the old link works no more.
 * Throws scope_missing, not_found, invalid_state, rate_limited (five a day).
 */
export async function resendInvitation(
  ctx: Context,
  invitationId: string,
  origin: string,
): Promise<void> {
  requirePermission(ctx, "team:write");
  const actor = personOf(ctx);
  const merchantId = merchantOf(ctx);
  const token = newSecretText();
  await transact(ctx, async (tx) => {
    const team = await lockTeam(ctx, tx);
    const { id, email, role } = await lockOpenInvitation(ctx, tx, invitationId);
    orRefuse(mayInvite(team.roleOf.get(actor), role));
    if (!(await mayAgain(ctx, tx, `invite-${merchantId}`, email, OFTEN))) {
      throw new AppError("rate_limited");
    }
    const expiresAt = new Date(ctx.now().getTime() + INVITATION_MS);
    await tx
      .update(invitations)
      .set({ tokenHash: hashToken(token), expiresAt })
      .where(and(eq(invitations.merchantId, merchantId), eq(invitations.id, id)));
    const who = { by: (await readUser(tx, actor)).name, merchant: await merchantName(ctx, tx) };
    const letter = LETTERS.invitation(who, role, linkTo(origin, "invitation", token));
    await writeTo(ctx, tx, { email, name: null }, letter, id);
    await audit(ctx, tx, {
      merchantId,
      action: "team.invitation_resent",
      subjectKind: "invitation",
      subjectId: id,
      data: { email, role },
    });
  });
}
