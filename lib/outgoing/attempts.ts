import { and, asc, eq, inArray } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { type SigningPurpose, type SigningState, signingRequests, type Tx } from "@/lib/db";

export type OutgoingRow = typeof signingRequests.$inferSelect;
type Reader = Tx | Context["db"]["orm"];

export const LIVE_STATES: readonly SigningState[] = ["pending", "signed", "broadcast"];

export function isLive(row: { readonly state: SigningState }): boolean {
  return LIVE_STATES.includes(row.state);
}

/** All attempts of those causes for those purposes, oldest first. */
export function listAttempts(
  db: Reader,
  purposes: readonly SigningPurpose[],
  causeIds: readonly string[],
): Promise<OutgoingRow[]> {
  if (causeIds.length === 0) return Promise.resolve([]);
  return db
    .select()
    .from(signingRequests)
    .where(
      and(
        inArray(signingRequests.purpose, [...purposes]),
        inArray(signingRequests.causeId, [...causeIds]),
      ),
    )
    .orderBy(asc(signingRequests.createdAt), asc(signingRequests.id));
}

/**
 * What became of a cause, as the attempt that says it: the one that is final, else one that may still be mined,
 * else the end of the newest. `attempt` is the number of the last one. Null when none was made.
 */
export async function findLatestRequest(
  ctx: Context,
  purpose: SigningPurpose,
  causeId: string,
): Promise<OutgoingRow | null> {
  const rows = await ctx.db.orm
    .select()
    .from(signingRequests)
    .where(and(eq(signingRequests.purpose, purpose), eq(signingRequests.causeId, causeId)));
  const newest = [...rows].sort((a, b) => b.attempt - a.attempt);
  const last = newest[0];
  if (!last) return null;
  const group = newest.filter((row) => isOfGroup(row, last, rows));
  const told =
    group.find((row) => row.state === "final") ??
    group.find(isLive) ??
    group.find((row) => row.state === "reverted") ??
    group.find((row) => row.state !== "refused") ??
    last;
  return { ...told, attempt: last.attempt };
}

/** Whether two attempts stand at one nonce, or are one and the same. */
function isOfGroup(a: OutgoingRow, b: OutgoingRow, all: readonly OutgoingRow[]): boolean {
  return rootOf(a, all).id === rootOf(b, all).id;
}

/** The first attempt at its nonce. */
export function rootOf<T extends { readonly id: string; readonly replaces: string | null }>(
  row: T,
  all: readonly T[],
): T {
  const replaced = row.replaces === null ? null : all.find((other) => other.id === row.replaces);
  return replaced ? rootOf(replaced, all) : row;
}
