import { and, asc, eq, inArray, isNotNull } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { type MailKind, memberships, type Role, type Tx, users } from "@/lib/db";
import { queueMail } from "./queue-mail";

export interface TeamMail {
  readonly merchantId: string;
  /** Who is told: everybody with one of these. */
  readonly roles: readonly Role[];
  /** Only those who have shown that their address is theirs. */
  readonly confirmedOnly?: boolean;
  readonly kind: MailKind;
  /** The record that it is about. */
  readonly subjectId: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands in the same mail to each of a merchant's people with such a role, in the transaction that it tells of. */
export async function queueTeamMail(ctx: Context, tx: Tx, mail: TeamMail): Promise<void> {
  const { roles, confirmedOnly = false, ...same } = mail;
  const people = await tx
    .select({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.merchantId, mail.merchantId),
        inArray(memberships.role, [...roles]),
        eq(users.status, "active"),
        confirmedOnly ? isNotNull(users.emailVerifiedAt) : undefined,
      ),
    )
    .orderBy(asc(users.id));
  for (const { email } of people) {
    await queueMail(ctx, tx, { ...same, fromName: "Tillgate", to: email, html: null });
  }
}
