import type { Database } from "@/lib/db";
import type { Logger, Units } from "@/lib/kit";

/** Who does something: written to the audit log. */
export type Actor =
  | { readonly kind: "api_key"; readonly id: string }
  | { readonly kind: "user"; readonly id: string }
  | { readonly kind: "job"; readonly name: string }
  | { readonly kind: "operator"; readonly id: string }
  | { readonly kind: "public" };

/** What a verb may do is asked by these names. */
export type Permission =
  | "invoices:create"
  | "invoices:read"
  | "invoices:cancel"
  | "customers:read"
  | "customers:write"
  | "figures:write"
  | "withdrawals:read"
  | "withdrawals:create"
  | "withdrawals:approve"
  | "payouts:create"
  | "webhooks:read"
  | "webhooks:write"
  | "keys:read"
  | "keys:write"
  | "settings:read"
  | "settings:write"
  | "home:read"
  | "notes:write"
  | "exports:create"
  | "figures:adjust"
  | "recipients:read"
  | "recipients:write"
  | "team:read"
  | "team:write"
  | "audit:read"
  | "account"
  | "sandbox:pay"
  | "operator"
  | "jobs";

/** What an API key may still move out on a day of UTC. With and without the secret are counted apart. */
export interface Spending {
  readonly keyId: string;
  readonly withSecret: boolean;
  /** Null: no cap. */
  readonly cap: Units | null;
}

/** Everything a verb knows about its caller. Reads take it too. */
export interface Context {
  readonly db: Database;
  /** The merchant whose rows this call may touch; null for work across merchants (worker) or none. */
  readonly merchantId: string | null;
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  /** The API key whose daily cap this call counts against; absent for everyone else. */
  readonly spending?: Spending;
  /** The challenge that a person confirmed by a one-time code for this very call (`requireStepUp`). */
  readonly stepUp?: string;
  readonly requestId: string;
  readonly log: Logger;
  now(): Date;
}

/** The merchant of a context that must have one. */
export function merchantOf(ctx: Context): string {
  if (ctx.merchantId === null) throw new Error("this verb works for a merchant");
  return ctx.merchantId;
}

/** The actor as the audit log writes it. */
export function actorText(actor: Actor): string {
  switch (actor.kind) {
    case "job":
      return `job:${actor.name}`;
    case "public":
      return "public";
    default:
      return `${actor.kind}:${actor.id}`;
  }
}
