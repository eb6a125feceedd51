import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { invitations, memberships, type Tx, users } from "@/lib/db";
import type { Role } from "./roles";

export interface MemberView {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly role: Role;
  readonly since: Date;
}

export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface TeamView {
  readonly members: readonly MemberView[];
  /** That wait for an answer; those that nobody answered in time are gone. */
  readonly invitations: readonly InvitationView[];
}

const MOST = 500;

/** Who works for the merchant, by name, and who is invited (D-29). Throws scope_missing. */
export async function listMembers(ctx: Context): Promise<TeamView> {
  requirePermission(ctx, "team:read");
  return transact(ctx, async (tx) => ({
    members: await readMembers(ctx, tx),
    invitations: await readInvitations(ctx, tx),
  }));
}

function readMembers(ctx: Context, tx: Tx): Promise<MemberView[]> {
  return tx
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      verifiedAt: users.emailVerifiedAt,
      role: memberships.role,
      since: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.merchantId, merchantOf(ctx)))
    .orderBy(asc(users.name), asc(users.id))
    .limit(MOST)
    .then((rows) =>
      rows.map(({ verifiedAt, ...row }) => ({ ...row, emailVerified: verifiedAt !== null })),
    );
}

function readInvitations(ctx: Context, tx: Tx): Promise<InvitationView[]> {
  return tx
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .where(
      and(
        eq(invitations.merchantId, merchantOf(ctx)),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, ctx.now()),
      ),
    )
    .orderBy(asc(invitations.createdAt), asc(invitations.id))
    .limit(MOST);
}
