import { and, eq } from "drizzle-orm";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { invitations } from "@/lib/db";
import { personOf } from "./internal";
import { lockOpenInvitation } from "./lock-invitation";
import { lockTeam, orRefuse } from "./team";
import { mayInvite } from "./team-rules";

/** Takes an invitation back: its link works no more. Throws scope_missing, not_found, invalid_state. */
export async function revokeInvitation(ctx: Context, invitationId: string): Promise<void> {
  requirePermission(ctx, "team:write");
  const actor = personOf(ctx);
  const merchantId = merchantOf(ctx);
  await transact(ctx, async (tx) => {
    const team = await lockTeam(ctx, tx);
    const invitation = await lockOpenInvitation(ctx, tx, invitationId);
    orRefuse(mayInvite(team.roleOf.get(actor), invitation.role));
    await tx
      .update(invitations)
      .set({ revokedAt: ctx.now() })
      .where(and(eq(invitations.merchantId, merchantId), eq(invitations.id, invitation.id)));
    await audit(ctx, tx, {
      merchantId,
      action: "team.invitation_revoked",
      subjectKind: "invitation",
      subjectId: invitation.id,
      data: { email: invitation.email, role: invitation.role },
    });
  });
}
