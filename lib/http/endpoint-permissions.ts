import type { Permission } from "@/lib/command";

/**
 * What a key must be allowed for each endpoint, told before its limits and fields are looked at. Null: any key.
 * The verb asks again; this table is what lets the door answer in the contract's order.
 */
export const ENDPOINT_PERMISSIONS: Readonly<Record<string, Permission | null>> = {
  "POST /transaction/create": "invoices:create",
  "GET /public/transaction/verify": "invoices:read",
  "GET /public/transaction/list": "invoices:read",
  "POST /public/transaction/cancel": "invoices:cancel",
  "POST /public/wallet/generate": "customers:write",
  "GET /public/wallet/view/{userId}": "customers:read",
  "GET /public/wallet/balance/{userId}": "customers:read",
  "POST /public/wallet/updateBalance": "figures:write",
  "GET /public/user/transaction/list": "customers:read",
  "POST /public/user/withdrawal/create": "withdrawals:create",
  "POST /public/withdrawal-request/create": "withdrawals:create",
  "POST /public/withdrawal-request": "withdrawals:create",
  "GET /public/withdrawal-requests": "withdrawals:read",
  "POST /public/withdrawal-requests/{withdrawalId}/approve": "withdrawals:approve",
  "POST /public/withdrawal-requests/{withdrawalId}/reject": "withdrawals:approve",
  "GET /public/payout/get": "withdrawals:read",
  // Refused for every key, with a text of its own.
  "POST /payout/create": null,
  "POST /public/payout/create": null,
  "GET /getMerchantDetails": "withdrawals:read",
  "POST /webhook/url": "webhooks:write",
  "POST /webhook/test": "webhooks:write",
  "GET /webhook/secret": "webhooks:read",
  "POST /webhook/secret/rotate": "webhooks:write",
  "GET /webhook/events": "webhooks:read",
  "POST /webhook/retry/{webhookEventId}": "webhooks:write",
  "POST /sandbox/pay": "sandbox:pay",
  "GET /sandbox/settings": "settings:read",
  "POST /sandbox/settings": "settings:write",
};

/** The permission that an endpoint asks of a key; null where any key will do. */
export function permissionFor(endpoint: string): Permission | null {
  return ENDPOINT_PERMISSIONS[endpoint] ?? null;
}
