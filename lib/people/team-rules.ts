import type { Role } from "./roles";

export type TeamRefusal = "not_allowed" | "owners_only" | "last_owner";

/** Who works for a merchant, as its locked rows say. */
export interface Team {
  readonly roleOf: ReadonlyMap<string, Role>;
}

/** Roles that are given with a one-time code: they move money, or give roles that do. */
export const CODED_ROLES: ReadonlySet<Role> = new Set(["owner", "admin", "finance"]);

const manages = (role: Role | undefined) => role === "owner" || role === "admin";

/** Whether somebody may invite as what. */
export function mayInvite(actor: Role | undefined, role: Role): TeamRefusal | null {
  if (!manages(actor)) return "not_allowed";
  return role === "owner" && actor !== "owner" ? "owners_only" : null;
}

/** Whether `actor` may make `target` a `role`; null as role: may remove. Everyone may leave, but the last owner. */
export function mayChange(
  team: Team,
  actor: string,
  target: string,
  role: Role | null,
): TeamRefusal | null {
  const mine = team.roleOf.get(actor);
  const theirs = team.roleOf.get(target);
  const leaves = actor === target && role === null;
  if (!leaves && !manages(mine)) return "not_allowed";
  const touchesOwners = theirs === "owner" || role === "owner";
  if (touchesOwners && mine !== "owner") return "owners_only";
  const owners = [...team.roleOf.values()].filter((one) => one === "owner").length;
  return theirs === "owner" && role !== "owner" && owners === 1 ? "last_owner" : null;
}
