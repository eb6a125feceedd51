import type { StepUpSubject } from "@/lib/command";
import type { Units } from "@/lib/kit";
import type { KeySettings, NewKeySettings } from "./key-records";
import { permissionsOf } from "./scopes";

/** What a person's one-time codes for keys are given for. */
export const KEYS_ISSUE = "keys.issue";
export const KEYS_ROLL = "keys.roll";
export const KEYS_UPDATE = "keys.update";

/** A new key: everything that its owner decides about it; caps in micro-USDT. */
export function issueSubject(settings: NewKeySettings): StepUpSubject {
  return { ...subjectOf(settings), lifeDays: settings.lifeDays?.toString() ?? null };
}

function subjectOf(settings: KeySettings): StepUpSubject {
  return {
    name: settings.name,
    scopes: settings.scopes,
    ipAllowList: settings.ipAllowList,
    dailyCap: settings.dailyCap?.toString() ?? null,
    dailyCapWithSecret: settings.dailyCapWithSecret?.toString() ?? null,
  };
}

/** A key in place of an old one that still works for so many milliseconds. */
export function rollSubject(keyId: string, overlapMs: number): StepUpSubject {
  return { key: keyId, overlapMs: String(overlapMs) };
}

/** A key as it will be. */
export function updateSubject(keyId: string, after: KeySettings): StepUpSubject {
  return { key: keyId, ...subjectOf(after) };
}

/** Whether a key could do more afterwards, or from more places: then a person needs a code. In doubt it could. */
export function widens(before: KeySettings, after: KeySettings): boolean {
  return (
    widensScopes(before.scopes, after.scopes) ||
    widensAddresses(before.ipAllowList, after.ipAllowList) ||
    widensMerchantsCap(before.dailyCap, after.dailyCap) ||
    widensCap(before.dailyCapWithSecret, after.dailyCapWithSecret)
  );
}

function widensScopes(before: readonly string[], after: readonly string[]): boolean {
  // "all" grows with the versions to come.
  if (before.includes("all")) return false;
  const had = permissionsOf(before);
  return after.includes("all") || [...permissionsOf(after)].some((name) => !had.has(name));
}

function widensAddresses(before: readonly string[], after: readonly string[]): boolean {
  if (before.length === 0) return false;
  return after.length === 0 || after.some((entry) => !before.includes(entry));
}

/** No cap of its own means the merchant's, which may be lower or higher than any. */
function widensMerchantsCap(before: Units | null, after: Units | null): boolean {
  if (before === after) return false;
  return before === null || after === null || after > before;
}

/** No cap means no end. */
function widensCap(before: Units | null, after: Units | null): boolean {
  if (before === null) return false;
  return after === null || after > before;
}
