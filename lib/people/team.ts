import { asc, eq } from "drizzle-orm";
import { type Context, merchantOf } from "@/lib/command";
import { memberships, merchants, type Tx } from "@/lib/db";
import { AppError, present } from "@/lib/kit";
import { ROLES, type Role } from "./roles";
import type { Team, TeamRefusal } from "./team-rules";

/** Everyone who works for the context's merchant, locked in order: whoever changes the team stands in line here. */
export async function lockTeam(ctx: Context, tx: Tx): Promise<Team> {
  const rows = await tx
    .select({ userId: memberships.userId, role: memberships.role })
    .from(memberships)
    .where(eq(memberships.merchantId, merchantOf(ctx)))
    .orderBy(asc(memberships.userId))
    .for("update");
  return { roleOf: new Map(rows.map(({ userId, role }) => [userId, role])) };
}

const WORDS: Readonly<Record<TeamRefusal, string>> = {
  not_allowed: "Your role does not allow this",
  owners_only: "Only an owner may do this",
  last_owner: "A merchant needs an owner: make somebody else one first",
};

/** Throws scope_missing or invalid_state for a refusal. */
export function orRefuse(refusal: TeamRefusal | null): void {
  if (refusal === null) return;
  const code = refusal === "last_owner" ? "invalid_state" : "scope_missing";
  throw new AppError(code, { public: WORDS[refusal] });
}

/** The name of the context's merchant. */
export async function merchantName(ctx: Context, tx: Tx): Promise<string> {
  const [row] = await tx
    .select({ name: merchants.name })
    .from(merchants)
    .where(eq(merchants.id, merchantOf(ctx)));
  return present(row, "the merchant").name;
}

/** What a one-time code is given for when somebody is made owner, admin or finance; the kind is "team.role". */
export const roleSubject = (email: string, role: Role) => ({ email, role });

/** Throws validation_failed for what is no role. */
export function checkRole(role: string): Role {
  const known = ROLES.find((one) => one === role);
  if (known) return known;
  const message = `must be one of ${ROLES.join(", ")}`;
  throw new AppError("validation_failed", { details: [{ path: "role", message }] });
}
