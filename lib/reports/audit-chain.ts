import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";

/** A row of the log (`l`) as it is sealed: every column, always written the same way. */
export const CANONICAL: SQL = sql`jsonb_build_array(l.id, l.merchant_id, l.actor, l.action, l.subject_kind, l.subject_id,
  l.request_id, l.data, (extract(epoch from l.created_at) * 1000)::bigint)::text`;

/** What stands before the first row of a chain; the house (no merchant) has one of its own. */
export function beginningOf(merchantId: string | null): Buffer {
  return createHash("sha256")
    .update(`tillgate audit ${merchantId ?? "house"}`)
    .digest();
}

/** The hash of a row that comes after `before`. A row that was gone when it was to be sealed has no text. */
export function sealOf(before: Uint8Array, canonical: string | null, auditId: string): Buffer {
  const hash = createHash("sha256").update(before);
  return hash.update(canonical ?? `gone ${auditId}`).digest();
}

/** The rows of one chain; no comparison that an index would not answer. */
export function isChain(merchantId: string | null): SQL {
  return merchantId === null
    ? sql`c.merchant_id is null`
    : sql`c.merchant_id = ${merchantId}::uuid`;
}
