import type { Permission } from "@/lib/command";

/**
 * What a person must be allowed for each server action, told before its input is looked at. The verb asks again; the
 * tests walk this table for every role.
 */
export const ACTION_PERMISSIONS = {
  "session/extend": "account",
  "session/choose-merchant": "account",
} as const satisfies Readonly<Record<string, Permission>>;

export type ActionName = keyof typeof ACTION_PERMISSIONS;
