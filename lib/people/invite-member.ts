import { and, eq, isNull, lte } from "drizzle-orm";
import {
  audit,
  type Context,
  merchantOf,
  requirePermission,
  requireStepUp,
  transact,
} from "@/lib/command";
import { invitations, isUniqueViolation, memberships, type Tx, users } from "@/lib/db";
import { AppError, newId, newSecretText } from "@/lib/kit";
import { checkEmail, hashToken, personOf, readUser } from "./internal";
import { INVITATION_MS } from "./limits";
import { linkTo } from "./links";
import { LETTERS, writeTo } from "./mails";
import { mayAgain } from "./often";
import type { Role } from "./roles";
import { checkRole, lockTeam, merchantName, orRefuse, roleSubject } from "./team";
import { CODED_ROLES, mayInvite } from "./team-rules";

const OFTEN = { times: 50, withinMs: 86_400_000 };

/**
 * Invites an address to work for the merchant, by a link that works once within seven days. An owner, admin or finance
 * takes a code for "team.role" (`roleSubject`). Throws scope_missing, validation_failed, step_up_required, conflict
 * (works there already, or is invited), rate_limited (fifty a day).
 */
export async function inviteMember(
  ctx: Context,
  input: { readonly email: string; readonly role: Role },
  origin: string,
): Promise<{ readonly invitationId: string }> {
  requirePermission(ctx, "team:write");
  const inviter = personOf(ctx);
  const email = checkEmail(input.email);
  const role = checkRole(input.role);
  const id = newId();
  const token = newSecretText();
  const work = transact(ctx, async (tx) => {
    const team = await lockTeam(ctx, tx);
    orRefuse(mayInvite(team.roleOf.get(inviter), role));
    if (CODED_ROLES.has(role)) await requireStepUp(ctx, tx, "team.role", roleSubject(email, role));
    await refuseMember(ctx, tx, email);
    if (!(await mayAgain(ctx, tx, "invitations", merchantOf(ctx), OFTEN))) {
      throw new AppError("rate_limited");
    }
    await revokeExpired(ctx, tx, email);
    const now = ctx.now();
    await tx.insert(invitations).values({
      merchantId: merchantOf(ctx),
      id,
      email,
      role,
      tokenHash: hashToken(token),
      invitedBy: inviter,
      createdAt: now,
      expiresAt: new Date(now.getTime() + INVITATION_MS),
    });
    const who = { by: (await readUser(tx, inviter)).name, merchant: await merchantName(ctx, tx) };
    const letter = LETTERS.invitation(who, role, linkTo(origin, "invitation", token));
    await writeTo(ctx, tx, { email, name: null }, letter, id);
    await audit(ctx, tx, {
      merchantId: merchantOf(ctx),
      action: "team.invited",
      subjectKind: "invitation",
      subjectId: id,
      data: { email, role },
    });
    return { invitationId: id };
  });
  return work.catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", { public: "This address is invited already" });
  });
}

async function refuseMember(ctx: Context, tx: Tx, email: string): Promise<void> {
  const [member] = await tx
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.merchantId, merchantOf(ctx)), eq(users.email, email)));
  if (member) throw new AppError("conflict", { public: "This person works here already" });
}

/** One that nobody answered in time makes room for another. */
async function revokeExpired(ctx: Context, tx: Tx, email: string): Promise<void> {
  await tx
    .update(invitations)
    .set({ revokedAt: ctx.now() })
    .where(
      and(
        eq(invitations.merchantId, merchantOf(ctx)),
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        lte(invitations.expiresAt, ctx.now()),
      ),
    );
}
