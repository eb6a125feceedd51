import type { Permission } from "@/lib/command";
import type { Database } from "@/lib/db";
import { type Units, units } from "@/lib/kit";
import type { KeyCaps } from "./daily-cap";
import { permissionsOf } from "./scopes";

/** A key that works, and what it and its merchant ask of a call. */
export interface KnownKey extends KeyCaps {
  readonly secretHash: Uint8Array;
  readonly merchantId: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly suspended: boolean;
  readonly requireSecret: boolean;
  /** The key's own list and its merchant's: each must let the caller in. */
  readonly ipAllowLists: readonly (readonly string[])[];
  /** Limits per tier that stand instead of the contract's. */
  readonly rateLimits: Readonly<Record<string, number>>;
  /** When its use was last written down, by this process's clock (ms since 1970); 0: never. */
  readonly usedAt: number;
}

interface FoundRow {
  readonly key_id: string;
  readonly key_secret_hash: Uint8Array;
  readonly key_scopes: readonly string[];
  readonly key_ip_allow_list: readonly string[];
  readonly key_cap_is_set: boolean;
  readonly key_cap_units: string | null;
  readonly key_cap_with_secret_units: string | null;
  readonly key_expires_in_ms: number | null;
  readonly key_used_ms_ago: number | null;
  readonly merchant: {
    readonly id: string;
    readonly status: string;
    readonly require_secret: boolean;
    readonly ip_allow_list: readonly string[];
    readonly rate_limits: Readonly<Record<string, number>>;
  };
}

interface Remembered {
  readonly key: KnownKey;
  readonly until: number;
}

const REMEMBER_MS = 1_000;
const MAX_REMEMBERED = 10_000;

// Next's bundles and the server load this module more than once; the memory is one.
const shared = globalThis as typeof globalThis & { tillgateKeys?: Map<string, Remembered> };

function memory(): Map<string, Remembered> {
  shared.tillgateKeys ??= new Map();
  return shared.tillgateKeys;
}

/** The key if this process looked it up within the last second. */
export function rememberedKey(hash: Buffer, now = Date.now()): KnownKey | null {
  const known = memory().get(hash.toString("hex"));
  return known && known.until > now ? known.key : null;
}

/** Looks a key up by its hash, in one statement; null when it is unknown, revoked or expired. */
export async function findApiKey(db: Database, hash: Buffer): Promise<KnownKey | null> {
  const [row] = await db.sql<FoundRow[]>`
    select key_id, key_secret_hash, key_scopes, key_ip_allow_list, key_cap_is_set, key_cap_units,
      key_cap_with_secret_units, key_expires_in_ms, key_used_ms_ago, merchant from find_api_key(${hash})`;
  if (!row) return null;
  const now = Date.now();
  const key = keyOf(row, now);
  if (memory().size >= MAX_REMEMBERED) memory().clear();
  const life = Math.min(REMEMBER_MS, row.key_expires_in_ms ?? REMEMBER_MS);
  memory().set(hash.toString("hex"), { key, until: now + life });
  return key;
}

function keyOf(row: FoundRow, now: number): KnownKey {
  const { merchant } = row;
  return {
    id: row.key_id,
    secretHash: row.key_secret_hash,
    merchantId: merchant.id,
    permissions: permissionsOf(row.key_scopes),
    suspended: merchant.status === "suspended",
    requireSecret: merchant.require_secret,
    ipAllowLists: [row.key_ip_allow_list, merchant.ip_allow_list],
    rateLimits: merchant.rate_limits,
    capIsSet: row.key_cap_is_set,
    cap: unitsOf(row.key_cap_units),
    capWithSecret: unitsOf(row.key_cap_with_secret_units),
    usedAt: row.key_used_ms_ago === null ? 0 : now - row.key_used_ms_ago,
  };
}

function unitsOf(text: string | null): Units | null {
  return text === null ? null : units(BigInt(text));
}

/** Forgets what is remembered of a merchant, so that its changed settings hold at once in this process. */
export function forgetMerchant(merchantId: string | null): void {
  for (const [hash, known] of memory()) {
    if (known.key.merchantId === merchantId) memory().delete(hash);
  }
}
