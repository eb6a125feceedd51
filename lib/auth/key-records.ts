import { and, eq } from "drizzle-orm";
import { apiKeys, type Tx } from "@/lib/db";
import { AppError, type FieldProblem, isUuid, MAX_AMOUNT, type Units } from "@/lib/kit";
import { isAllowListEntry } from "./ip-allow-list";
import { isScope, SCOPES } from "./scopes";

export type KeyRow = typeof apiKeys.$inferSelect;

/** What the owner of a key decides about it. */
export interface KeySettings {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Addresses and CIDR ranges, beside the merchant's; empty: all. */
  readonly ipAllowList: readonly string[];
  /** Micro-USDT per day of UTC without the secret; null: the merchant's cap. */
  readonly dailyCap: Units | null;
  /** The same with the secret; null: none. */
  readonly dailyCapWithSecret: Units | null;
}

/** What is decided once, when a key is made. */
export interface NewKeySettings extends KeySettings {
  /** How many days it works; null: until it is revoked. */
  readonly lifeDays?: number | null;
}

/** A key as its owner sees it. Neither key nor secret can be read again. */
export interface ApiKeyView extends KeySettings {
  readonly id: string;
  /** The key's first characters, and its last four; null: it was made before they were kept. */
  readonly prefix: string;
  readonly suffix: string | null;
  readonly status: "active" | "expired" | "revoked";
  readonly createdAt: Date;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
  /** The address it was used from then. */
  readonly lastUsedFrom: string | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** The key that was made in its place. */
  readonly replacedBy: string | null;
}

/** A new key, in the clear this once. */
export interface IssuedKey extends ApiKeyView {
  readonly apiKey: string;
  readonly apiSecret: string;
}

const MAX_NAME = 100;
const MAX_ENTRIES = 100;
const MAX_LIFE_DAYS = 3_650;

export function viewOf(row: KeyRow, now: Date): ApiKeyView {
  const expired = row.expiresAt !== null && row.expiresAt <= now;
  return {
    id: row.id,
    prefix: row.prefix,
    suffix: row.suffix,
    name: row.name,
    scopes: row.scopes,
    ipAllowList: row.ipAllowList,
    dailyCap: row.dailyCapUnits,
    dailyCapWithSecret: row.dailyCapWithSecretUnits,
    status: row.status === "active" && expired ? "expired" : row.status,
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    lastUsedFrom: row.lastUsedFrom,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
    replacedBy: row.replacedBy,
  };
}

/** The columns of what its owner decides. */
export function columnsOf(settings: KeySettings) {
  return {
    name: settings.name,
    scopes: [...settings.scopes],
    ipAllowList: [...settings.ipAllowList],
    dailyCapUnits: settings.dailyCap,
    dailyCapWithSecretUnits: settings.dailyCapWithSecret,
  };
}

/** The settings as the audit log writes them: amounts as decimal strings of micro-USDT. */
export function auditedSettings(settings: KeySettings): Record<string, unknown> {
  const { name, scopes, ipAllowList, dailyCap, dailyCapWithSecret } = settings;
  return {
    name,
    scopes,
    ipAllowList,
    dailyCap: dailyCap?.toString() ?? null,
    dailyCapWithSecret: dailyCapWithSecret?.toString() ?? null,
  };
}

/** A key of that merchant, locked for the rest of the transaction. Throws not_found. */
export async function lockKey(tx: Tx, merchantId: string, keyId: string): Promise<KeyRow> {
  const [row] = isUuid(keyId)
    ? await tx
        .select()
        .from(apiKeys)
        .where(and(eq(apiKeys.merchantId, merchantId), eq(apiKeys.id, keyId)))
        .for("update")
    : [];
  if (!row) throw new AppError("not_found", { public: "API key not found" });
  return row;
}

/** A key that no longer works, or that another one replaces, is not changed. Throws invalid_state. */
export function requireLiving(row: KeyRow, now: Date): void {
  const living = viewOf(row, now).status === "active" && row.replacedBy === null;
  if (!living) {
    throw new AppError("invalid_state", {
      public: "API key was revoked or replaced, or has expired",
    });
  }
}

/** Throws validation_failed, naming every setting that is at fault. */
export function checkSettings(settings: NewKeySettings): void {
  const { name, scopes, ipAllowList, dailyCap, dailyCapWithSecret, lifeDays = null } = settings;
  const rules: readonly [boolean, string, string][] = [
    [
      name.trim() !== "" && name.length <= MAX_NAME,
      "name",
      `must have 1 to ${MAX_NAME} characters`,
    ],
    [scopes.length > 0 && scopes.every(isScope), "scopes", `must be some of ${SCOPES.join(", ")}`],
    [
      ipAllowList.length <= MAX_ENTRIES && ipAllowList.every(isAllowListEntry),
      "ipAllowList",
      `must be at most ${MAX_ENTRIES} IP addresses and CIDR ranges`,
    ],
    [isCap(dailyCap), "dailyCap", "must be an amount of USDT from 0"],
    [isCap(dailyCapWithSecret), "dailyCapWithSecret", "must be an amount of USDT from 0"],
    [
      lifeDays === null ||
        (Number.isInteger(lifeDays) && lifeDays >= 1 && lifeDays <= MAX_LIFE_DAYS),
      "lifeDays",
      `must be 1 to ${MAX_LIFE_DAYS} days`,
    ],
  ];
  const details: FieldProblem[] = rules
    .filter(([holds]) => !holds)
    .map(([, path, message]) => ({ path, message }));
  if (details.length > 0) throw new AppError("validation_failed", { details });
}

function isCap(cap: Units | null): boolean {
  return cap === null || (cap >= 0n && cap <= MAX_AMOUNT);
}
