import type { Database } from "@/lib/db";

/** A key that works, and what its merchant asks of a call. */
export interface KnownKey {
  readonly id: string;
  readonly secretHash: Uint8Array;
  readonly merchantId: string;
  readonly suspended: boolean;
  readonly requireSecret: boolean;
  readonly ipAllowList: readonly string[];
  /** Limits per tier that stand instead of the contract's. */
  readonly rateLimits: Readonly<Record<string, number>>;
}

interface FoundRow {
  readonly key_id: string;
  readonly key_secret_hash: Uint8Array;
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

/** Looks a key up by its hash, in one statement; null when it is unknown or revoked. */
export async function findApiKey(db: Database, hash: Buffer): Promise<KnownKey | null> {
  const [row] = await db.sql<FoundRow[]>`
    select key_id, key_secret_hash, merchant from find_api_key(${hash})`;
  if (!row) return null;
  const key: KnownKey = {
    id: row.key_id,
    secretHash: row.key_secret_hash,
    merchantId: row.merchant.id,
    suspended: row.merchant.status === "suspended",
    requireSecret: row.merchant.require_secret,
    ipAllowList: row.merchant.ip_allow_list,
    rateLimits: row.merchant.rate_limits,
  };
  if (memory().size >= MAX_REMEMBERED) memory().clear();
  memory().set(hash.toString("hex"), { key, until: Date.now() + REMEMBER_MS });
  return key;
}

/** Forgets what is remembered of a merchant, so that its changed settings hold at once in this process. */
export function forgetMerchant(merchantId: string | null): void {
  for (const [hash, known] of memory()) {
    if (known.key.merchantId === merchantId) memory().delete(hash);
  }
}
