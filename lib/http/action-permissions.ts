import type { Tier } from "@/lib/api";
import type { Permission } from "@/lib/command";

/**
 * What a person must be allowed for each server action, told before its input is looked at. The verb asks again; the
 * tests walk these tables for every role.
 */
export const ACTION_PERMISSIONS = {
  "session/extend": "account",
  "session/choose-merchant": "account",
  "notes/add": "notes:write",
  "exports/start": "exports:create",
  "views/save": "invoices:read",
  "views/default": "invoices:read",
  "views/delete": "invoices:read",
  "links/create": "invoices:create",
  "links/cancel": "invoices:cancel",
  "settings/save": "settings:write",
  "settings/look-back": "settings:read",
  "wallets/crediting": "customers:write",
  "wallets/adjust": "figures:adjust",
  "payouts/create": "payouts:create",
  "payouts/preview": "payouts:create",
  "recipients/add": "recipients:write",
  "recipients/edit": "recipients:write",
  "recipients/remove": "recipients:write",
  "recipients/rules": "settings:write",
  "account/profile": "account",
  "account/email": "account",
  "account/verification": "account",
  "account/password": "account",
  "account/factor-begin": "account",
  "account/factor-confirm": "account",
  "account/factor-codes": "account",
  "account/factor-off": "account",
  "account/passkey-begin": "account",
  "account/passkey-add": "account",
  "account/passkey-remove": "account",
  "account/session-end": "account",
  "account/sessions-end": "account",
  "account/leave": "account",
  "invitation/join": "account",
  "team/role": "team:write",
  "team/remove": "team:write",
  "team/invite": "team:write",
  "team/resend": "team:write",
  "team/revoke": "team:write",
  "keys/issue": "keys:write",
  "keys/update": "keys:write",
  "keys/roll": "keys:write",
  "keys/revoke": "keys:write",
  "webhooks/url": "webhooks:write",
  "webhooks/test": "webhooks:write",
  "webhooks/pause": "webhooks:write",
  "webhooks/choose": "webhooks:write",
  "webhooks/resume": "webhooks:write",
  "webhooks/rotate": "webhooks:write",
  "webhooks/resend": "webhooks:write",
  "webhooks/resend-failed": "webhooks:write",
  "sandbox/pay": "sandbox:pay",
  "requests/approve": "withdrawals:approve",
  "requests/approve-many": "withdrawals:approve",
  "requests/reject": "withdrawals:approve",
  "operator/order": "operator",
  "operator/preview-fees": "operator",
} as const satisfies Readonly<Record<string, Permission>>;

export type ActionName = keyof typeof ACTION_PERMISSIONS;

/** What is done before there is a person, and the tier that it is counted in, by address. */
export const PUBLIC_ACTIONS = {
  // Counted with the tries of signing in themselves: it says whether a password is right.
  "sign-in": "auth",
  register: "auth",
  "password/forgot": "auth",
  "password/reset": "auth",
  "email/verify": "auth",
  "email/change": "auth",
  "invitation/hold": "auth",
  "invitation/accept": "auth",
} as const satisfies Readonly<Record<string, Tier>>;

export type PublicActionName = keyof typeof PUBLIC_ACTIONS;

/** The same for what the dashboard's pages ask again and again while they are open (`/api/dashboard/…`). */
export const READ_PERMISSIONS = {
  "GET /dashboard/audit/file": "audit:read",
  "GET /dashboard/developers/requests": "keys:read",
  "GET /dashboard/exports": "exports:create",
  "GET /dashboard/exports/now": "exports:create",
  "GET /dashboard/exports/{id}/file": "exports:create",
  "GET /dashboard/home": "home:read",
  "GET /dashboard/links": "invoices:read",
  "GET /dashboard/operator": "operator",
  "GET /dashboard/operator/orders/{id}": "operator",
  "GET /dashboard/requests": "withdrawals:read",
  "GET /dashboard/requests/pending": "withdrawals:read",
  "GET /dashboard/search": "invoices:read",
  "GET /dashboard/session": "account",
  "GET /dashboard/transactions": "invoices:read",
  "GET /dashboard/transactions/{id}": "invoices:read",
} as const satisfies Readonly<Record<`GET /dashboard/${string}`, Permission>>;

export type ReadName = keyof typeof READ_PERMISSIONS;
