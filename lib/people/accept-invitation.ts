import { and, eq } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { invitations, isUniqueViolation, memberships, type Tx, users } from "@/lib/db";
import { AppError, newId } from "@/lib/kit";
import { checkPassword } from "./check-password";
import { findInvitation, invitationOf, inviterOf, openInvitation } from "./find-invitation";
import { hashPassword } from "./hash-password";
import { asUser, checkName, findUserId, insertUser, personOf, readUser } from "./internal";
import type { InvitationRow } from "./lock-invitation";
import { LETTERS, writeTo } from "./mails";
import { lockTeam, merchantName } from "./team";
import { mayInvite } from "./team-rules";

/** Of somebody who has no account yet. */
export interface Newcomer {
  readonly name: string;
  readonly password: string;
  readonly language?: string;
}

export interface Accepted {
  readonly userId: string;
  readonly merchantId: string;
}

/**
 * Takes an invitation up: as the person who is signed in (`who` null; the invited address must be theirs), or as a
 * newcomer, who gets an account with it. Either way the address counts as verified. Throws link_expired, scope_missing,
 * validation_failed, conflict (the address has an account: sign in; or another address is signed in).
 */
export async function acceptInvitation(
  ctx: Context,
  token: string,
  who: Newcomer | null,
): Promise<Accepted> {
  const { email } = await findInvitation(ctx, token);
  const { merchantId, id } = await invitationOf(ctx.db, token);
  const newcomer = who === null ? null : await prepare(ctx, email, who);
  const userId = newcomer === null ? personOf(ctx) : newcomer.id;
  const person = { ...asUser(ctx, userId), merchantId };
  const work = transact(person, async (tx) => {
    await lockTeam(person, tx);
    const invitation = await openInvitation(person, tx, id, token);
    if (newcomer !== null) await insertUser(person, tx, newcomer);
    return join(person, tx, userId, invitation);
  });
  return work.catch((error: unknown) => {
    if (isUniqueViolation(error)) throw hasAccount();
    throw error;
  });
}

const hasAccount = () =>
  new AppError("conflict", { public: "This address has an account: please sign in first" });

async function prepare(ctx: Context, email: string, who: Newcomer) {
  const name = checkName(who.name);
  checkPassword(who.password, { email, name });
  if ((await findUserId(ctx.db, email)) !== null) throw hasAccount();
  const language = /^[a-z]{2}$/.test(who.language ?? "") ? (who.language ?? "en") : "en";
  return { id: newId(), email, name, language, passwordHash: await hashPassword(who.password) };
}

async function join(
  ctx: Context,
  tx: Tx,
  userId: string,
  invitation: InvitationRow,
): Promise<Accepted> {
  const { merchantId, id, role, email, invitedBy } = invitation;
  const user = await readUser(tx, userId);
  if (user.email !== email) {
    throw new AppError("conflict", { public: `This invitation is for ${email}` });
  }
  const inviter = await inviterOf(tx, invitation);
  // An invitation is worth what the word of who sent it is worth now.
  if (mayInvite(inviter?.role, role) !== null) throw new AppError("link_expired");
  const now = ctx.now();
  const made = await tx
    .insert(memberships)
    .values({ merchantId, userId, role, createdAt: now, invitedBy })
    .onConflictDoNothing()
    .returning({ userId: memberships.userId });
  if (made.length === 0) throw new AppError("conflict", { public: "You work here already" });
  await tx
    .update(invitations)
    .set({ acceptedAt: now, acceptedBy: userId })
    .where(and(eq(invitations.merchantId, merchantId), eq(invitations.id, id)));
  if (user.emailVerifiedAt === null) {
    await tx.update(users).set({ emailVerifiedAt: now }).where(eq(users.id, userId));
  }
  await audit(ctx, tx, {
    merchantId,
    action: "team.member_added",
    subjectKind: "user",
    subjectId: userId,
    data: { role, invitation: id, email },
  });
  if (inviter) {
    const letter = LETTERS.joined(user.name, await merchantName(ctx, tx), role);
    await writeTo(ctx, tx, inviter, letter, userId);
  }
  return { userId, merchantId };
}
