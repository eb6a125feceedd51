import type { Permission } from "@/lib/command";
import type { Role } from "@/lib/db";

export type { Role } from "@/lib/db";

/** What a person may be for a merchant, from the most to the least. */
export const ROLES = ["owner", "admin", "finance", "support", "developer", "viewer"] as const;

/** Of one's own account: everyone's. */
const OWN: readonly Permission[] = ["account", "home:read"];

const READS: readonly Permission[] = [
  "invoices:read",
  "customers:read",
  "withdrawals:read",
  "webhooks:read",
  "keys:read",
  "settings:read",
  "recipients:read",
  "team:read",
  "audit:read",
];

/** Everything that is a merchant's. What touches owners is for owners alone: the verbs of the team see to that. */
const EVERYTHING: readonly Permission[] = [
  ...READS,
  "invoices:create",
  "invoices:cancel",
  "customers:write",
  "figures:write",
  "figures:adjust",
  "withdrawals:create",
  "withdrawals:approve",
  "payouts:create",
  "webhooks:write",
  "keys:write",
  "settings:write",
  "recipients:write",
  "team:write",
  "exports:create",
  "notes:write",
  "sandbox:pay",
];

/** Who may do what: the whole table. No role runs the installation, and none is a job. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  owner: [...OWN, ...EVERYTHING],
  admin: [...OWN, ...EVERYTHING],
  finance: [
    ...OWN,
    "invoices:read",
    "invoices:create",
    "invoices:cancel",
    "customers:read",
    "withdrawals:read",
    "withdrawals:approve",
    "payouts:create",
    "figures:adjust",
    "recipients:read",
    "recipients:write",
    "exports:create",
    "notes:write",
    "audit:read",
    "settings:read",
    "webhooks:read",
  ],
  support: [
    ...OWN,
    "invoices:read",
    "invoices:create",
    "customers:read",
    "withdrawals:read",
    "recipients:read",
    "notes:write",
    "webhooks:read",
  ],
  developer: [
    ...OWN,
    "invoices:read",
    "invoices:create",
    "invoices:cancel",
    "customers:read",
    "withdrawals:read",
    "webhooks:read",
    "webhooks:write",
    "keys:read",
    "keys:write",
    "settings:read",
    "sandbox:pay",
    "notes:write",
  ],
  viewer: [...OWN, ...READS],
};

const SETS = new Map(ROLES.map((role) => [role, new Set(ROLE_PERMISSIONS[role])]));
const NOTHING: ReadonlySet<Permission> = new Set();

/** What somebody of that role may do for the merchant. */
export function permissionsOfRole(role: Role): ReadonlySet<Permission> {
  return SETS.get(role) ?? NOTHING;
}

/** What takes an address that is known to be the person's: else whoever mistyped it could not be told, or be found. */
const TAKES_VERIFIED: ReadonlySet<Permission> = new Set([
  "withdrawals:create",
  "withdrawals:approve",
  "payouts:create",
  "figures:write",
  "figures:adjust",
  "recipients:write",
  "settings:write",
  "keys:write",
  "webhooks:write",
  "team:write",
]);

/**
 * What somebody may do for a merchant now: their role's rights, of a suspended merchant reading alone, and nothing that
 * moves money or gives power before the person's own address is confirmed.
 */
export function rightsOf(
  { role, status }: { readonly role: Role; readonly status: "active" | "suspended" },
  emailVerified: boolean,
): ReadonlySet<Permission> {
  const all = permissionsOfRole(role);
  if (status === "active" && emailVerified) return all;
  if (status === "active") return new Set([...all].filter((name) => !TAKES_VERIFIED.has(name)));
  return new Set([...all].filter((name) => name.endsWith(":read") || name === "account"));
}
