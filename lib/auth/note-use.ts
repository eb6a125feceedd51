import type { Database } from "@/lib/db";
import type { KnownKey } from "./find-api-key";

const NOTE_EVERY_MS = 60_000;
const MAX_NOTED = 10_000;

// Next's bundles and the server load this module more than once; the memory is one.
const shared = globalThis as typeof globalThis & { tillgateKeyUse?: Map<string, number> };

/**
 * Notes that a key was used, and from where, at most once a minute, without the call waiting for it. What is lost with the
 * process or the database's absence is noted at the next use.
 */
export function noteKeyUse(db: Database, key: KnownKey, address: string): void {
  shared.tillgateKeyUse ??= new Map();
  const noted = shared.tillgateKeyUse;
  const now = Date.now();
  if (now - Math.max(key.usedAt, noted.get(key.id) ?? 0) < NOTE_EVERY_MS) return;
  if (noted.size >= MAX_NOTED) noted.clear();
  noted.set(key.id, now);
  writeUse(db, key, address).catch(() => noted.delete(key.id));
}

/** Several processes may note the same minute: one of them writes. */
async function writeUse(
  db: Database,
  { merchantId, id }: KnownKey,
  address: string,
): Promise<void> {
  await db.sql.begin(async (sql) => {
    await sql`select set_config('app.merchant', ${merchantId}, true)`;
    await sql`
      update api_keys set last_used_at = now(), last_used_from = ${address.slice(0, 45)} where merchant_id = ${merchantId} and id = ${id}
      and (last_used_at is null or last_used_at < now() - interval '1 minute')`;
  });
}
