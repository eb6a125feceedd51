import { type SQL, sql } from "drizzle-orm";

/**
 * The condition that begins a page of a list after a row, for tables with `created_at` and `id` that are
 * read by an index on (…, created_at desc, id desc). Null: from the newest.
 */
export function olderThan(place: { readonly createdAt: Date; readonly id: string } | null): SQL {
  return place === null
    ? sql`true`
    : sql`(created_at, id) < (${place.createdAt.toISOString()}::timestamptz, ${place.id}::uuid)`;
}
