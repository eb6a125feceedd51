import { and, eq, sql } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import { type Database, memberships, type Tx, users } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { findUserId, hashToken } from "./internal";
import { type InvitationRow, lockInvitation } from "./lock-invitation";
import type { Role } from "./roles";
import { merchantName } from "./team";

export interface InvitedView {
  readonly merchantName: string;
  readonly email: string;
  readonly role: Role;
  /** Null: who invited works there no more. */
  readonly invitedBy: string | null;
  /** Whether the address has an account: its person signs in to accept; anyone else takes a name and a password. */
  readonly hasAccount: boolean;
  readonly expiresAt: Date;
}

/** What a mailed invitation is to, for whoever holds the link. Throws link_expired. */
export async function findInvitation(ctx: Context, token: string): Promise<InvitedView> {
  const found = await invitationOf(ctx.db, token);
  const bound = { ...ctx, merchantId: found.merchantId };
  const view = await transact(bound, async (tx) => {
    const row = await openInvitation(bound, tx, found.id, token);
    const { email, role, expiresAt } = row;
    const invitedBy = (await inviterOf(tx, row))?.name ?? null;
    return { merchantName: await merchantName(bound, tx), email, role, invitedBy, expiresAt };
  });
  return { ...view, hasAccount: (await findUserId(ctx.db, view.email)) !== null };
}

/** Whose invitation a link is. Throws link_expired. */
export async function invitationOf(
  db: Database,
  token: string,
): Promise<{ readonly merchantId: string; readonly id: string }> {
  const [row] = await db.sql`select merchant_id, id from find_invitation(${hashToken(token)})`;
  if (!row) throw new AppError("link_expired");
  return { merchantId: row.merchant_id, id: row.id };
}

/** The invitation of a link, locked, while the link works. Throws link_expired. */
export async function openInvitation(
  ctx: Context,
  tx: Tx,
  id: string,
  token: string,
): Promise<InvitationRow> {
  const row = await lockInvitation(ctx, tx, id);
  const open =
    row !== null &&
    row.acceptedAt === null &&
    row.revokedAt === null &&
    row.expiresAt > ctx.now() &&
    Buffer.compare(row.tokenHash, hashToken(token)) === 0;
  if (!open) throw new AppError("link_expired");
  return row;
}

/** Who invited, and as what that person works there; null: no more. An operator's word is worth an owner's. */
export async function inviterOf(
  tx: Tx,
  { merchantId, id, invitedBy, byOperator }: InvitationRow,
): Promise<{ readonly email: string; readonly name: string; readonly role: Role } | null> {
  if (byOperator) {
    const [operator] = await tx.execute<{ email: string; name: string }>(
      sql`select * from operator_of_invitation(${merchantId}::uuid, ${id}::uuid)`,
    );
    return operator ? { ...operator, role: "owner" } : null;
  }
  const [row] = await tx
    .select({ email: users.email, name: users.name, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.merchantId, merchantId), eq(memberships.userId, invitedBy)));
  return row ?? null;
}
