import type { Context, Permission } from "@/lib/command";
import { AppError } from "@/lib/kit";

/**
 * What an API key may be allowed, by the names its owner chooses from. No scope holds keys:read, keys:write or
 * payouts:create: those take a person.
 */
const GRANTS = {
  /** Everything that changes nothing. */
  read: ["invoices:read", "customers:read", "withdrawals:read", "webhooks:read", "settings:read"],
  /** Invoices; in the sandbox also test payments. */
  deposits: ["invoices:create", "invoices:read", "invoices:cancel", "sandbox:pay"],
  /** Users of the merchant's platform and their addresses. */
  wallets: ["customers:read", "customers:write"],
  /** Adding to users' figures by hand. */
  balances: ["customers:read", "figures:write"],
  /** Asking for money to go out. */
  withdrawals: ["withdrawals:read", "withdrawals:create"],
  /** Approving and rejecting what waits. */
  approvals: ["withdrawals:read", "withdrawals:approve"],
  webhooks: ["webhooks:read", "webhooks:write"],
  settings: ["settings:read", "settings:write"],
} as const satisfies Record<string, readonly Permission[]>;

/** A name in a key's list of scopes. `all` is every scope, of endpoints to come as well. */
export type Scope = keyof typeof GRANTS | "all";

export const SCOPES: readonly Scope[] = [
  "all",
  ...(Object.keys(GRANTS) as (keyof typeof GRANTS)[]),
];

const KNOWN: ReadonlyMap<string, readonly Permission[]> = new Map<string, readonly Permission[]>([
  ["all", Object.values(GRANTS).flat()],
  ...Object.entries(GRANTS),
]);

export function isScope(text: string): text is Scope {
  return KNOWN.has(text);
}

/** What a key with these scopes may do. A name that this version does not know allows nothing. */
export function permissionsOf(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(scopes.flatMap((scope) => KNOWN.get(scope) ?? []));
}

/** Whether somebody with these rights may hand out all that the scopes allow. */
export function isWithin(scopes: readonly string[], rights: ReadonlySet<Permission>): boolean {
  return [...permissionsOf(scopes)].every((name) => rights.has(name));
}

/**
 * A person hands out, by a key, no more than the person may do: else keys would be the way around every role.
 * Throws scope_missing.
 */
export function requireWithin(ctx: Context, scopes: readonly string[]): void {
  if (ctx.actor.kind !== "user" || isWithin(scopes, ctx.permissions)) return;
  throw new AppError("scope_missing", {
    public: "A key may do no more than whoever makes it: ask an owner or admin",
    internal: `${scopes.join(",")} is more than ${ctx.actor.id} may do`,
  });
}
