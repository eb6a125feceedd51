import { type Context, requirePermission } from "@/lib/command";
import type { Role } from "./roles";

/** A person as the operator sees one. */
export interface UserView {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly status: "active" | "disabled";
  readonly emailVerified: boolean;
  readonly isOperator: boolean;
  readonly secondFactor: boolean;
  readonly createdAt: Date;
  /** When somebody last signed in; null: not within the last weeks. */
  readonly signedInAt: Date | null;
  readonly memberships: readonly { readonly number: number; readonly role: Role }[];
}

const PAGE = 100;

/** People by the time they came, 100 at a time, those after the id `after`; over the worker's role. Throws scope_missing. */
export async function listUsers(
  ctx: Context,
  { after = null }: { readonly after?: string | null } = {},
): Promise<readonly UserView[]> {
  requirePermission(ctx, "operator");
  const rows = await ctx.db.sql`
    select u.*, c.totp_secret is not null as second_factor,
      (select max(s.created_at) from user_sessions s where s.user_id = u.id) as signed_in_at,
      coalesce((select jsonb_agg(jsonb_build_object('number', m.number, 'role', w.role) order by m.number)
        from memberships w join merchants m on m.id = w.merchant_id where w.user_id = u.id), '[]'::jsonb) as works_for
    from users u join user_credentials c on c.user_id = u.id
    where ${after}::uuid is null or u.id > ${after}::uuid
    order by u.id limit ${PAGE}`;
  return rows.map((row) => ({
    userId: row.id,
    email: row.email,
    name: row.name,
    status: row.status,
    emailVerified: row.email_verified_at !== null,
    isOperator: row.is_operator,
    secondFactor: row.second_factor,
    createdAt: new Date(row.created_at),
    signedInAt: row.signed_in_at === null ? null : new Date(row.signed_in_at),
    memberships: row.works_for,
  }));
}
