import { sql } from "drizzle-orm";
import { readCursor, writeCursor } from "@/lib/api";
import { type Context, merchantOf, readAlone, requirePermission, transact } from "@/lib/command";
import { type NetworkId, present, type Units, units } from "@/lib/kit";
import { type ApprovalWord, readApprovals } from "./approvers";
import { readRules } from "./internal";
import { peopleNeeded } from "./people-state";
import { type RequestHints, readHints } from "./request-hints";

export interface RequestFilter {
  readonly network?: NetworkId;
  readonly type?: "withdrawal" | "payout";
  /** The platform's own id of a user. */
  readonly userId?: string;
  /** Micro-USDT, both included. */
  readonly least?: Units;
  readonly most?: Units;
  /** Exact: a user's id, an address as people write it, or a request's id. */
  readonly search?: string;
  /** The oldest first unless told otherwise: it has waited longest. */
  readonly order?: "oldest" | "newest";
  /** At most 100; 50 unless told. */
  readonly limit?: number;
}

/** A request that waits for people. */
export interface WaitingRequest {
  readonly id: string;
  readonly type: "withdrawal" | "payout";
  readonly network: NetworkId;
  readonly walletAddress: string;
  readonly userId: string | null;
  readonly amountUnits: Units;
  readonly feeUnits: Units;
  readonly netUnits: Units;
  readonly feePayer: "merchant" | "user";
  readonly description: string | null;
  readonly createdAt: Date;
  readonly ageMs: number;
  readonly revision: number;
  readonly approvals: readonly ApprovalWord[];
  /** People who must approve it; of a payout its maker is one. */
  readonly needed: 1 | 2;
  readonly hints: RequestHints;
}

export interface RequestQueue {
  readonly requests: readonly WaitingRequest[];
  readonly nextCursor: string | null;
}

type Row = {
  readonly id: string;
  readonly type: "withdrawal" | "payout";
  readonly network: NetworkId;
  readonly wallet_address: string;
  readonly user_id: string | null;
  readonly amount_units: string;
  readonly fee_units: string;
  readonly net_units: string;
  readonly fee_payer: "merchant" | "user";
  readonly description: string | null;
  readonly created_at: string;
  readonly revision: number;
};

const LIMIT = 50;
const MOST = 100;

/** What waits for a person's word, a page at a time. Throws scope_missing, validation_failed (bad cursor). */
export async function listRequests(
  ctx: Context,
  filter: RequestFilter = {},
  cursor: string | null = null,
): Promise<RequestQueue> {
  requirePermission(ctx, "withdrawals:read");
  const merchantId = merchantOf(ctx);
  const limit = Math.min(Math.max(Math.trunc(filter.limit ?? LIMIT), 1), MOST);
  const after = cursor === null ? null : readCursor(cursor);
  return transact(ctx, async (tx) => {
    const found = await tx.execute<Row>(selectWaiting(merchantId, filter, after, limit + 1));
    const rows = [...found].slice(0, limit);
    const ids = rows.map((row) => row.id);
    const approvals = await readApprovals(tx, merchantId, ids);
    const hints = await readHints(tx, merchantId, ids);
    const { fourEyesAbove } = await readRules(tx, merchantId);
    const now = ctx.now().getTime();
    const requests = rows.map((row) => ({
      ...requestOf(row, now),
      approvals: approvals.get(row.id) ?? [],
      needed:
        row.type === "payout" ? 2 : peopleNeeded(units(BigInt(row.amount_units)), fourEyesAbove),
      hints: present(hints.get(row.id), "the hints of a request"),
    }));
    const last = requests.at(-1);
    const more = found.length > limit && last !== undefined;
    return { requests, nextCursor: more ? writeCursor(last) : null };
  });
}

function selectWaiting(
  merchantId: string,
  filter: RequestFilter,
  after: { readonly createdAt: Date; readonly id: string } | null,
  take: number,
) {
  const { network, type, userId, least, most, search } = filter;
  const newest = filter.order === "newest";
  const conditions = [
    sql`merchant_id = ${merchantId} and state = 'pending'`,
    ...(network === undefined ? [] : [sql`network = ${network}`]),
    ...(type === undefined ? [] : [sql`type = ${type}`]),
    ...(userId === undefined ? [] : [sql`user_id = ${userId}`]),
    ...(least === undefined ? [] : [sql`amount_units >= ${least.toString()}::bigint`]),
    ...(most === undefined ? [] : [sql`amount_units <= ${most.toString()}::bigint`]),
    ...(search === undefined
      ? []
      : [sql`(user_id = ${search} or wallet_address = ${search} or id::text = ${search})`]),
  ];
  if (after !== null) {
    const place = sql`(${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`;
    conditions.push(newest ? sql`(created_at, id) < ${place}` : sql`(created_at, id) > ${place}`);
  }
  const order = newest ? sql`created_at desc, id desc` : sql`created_at, id`;
  return sql`
    select id, type, network, wallet_address, user_id, amount_units::text, fee_units::text, net_units::text, fee_payer,
      description, to_json(created_at) #>> '{}' as created_at, revision
    from withdrawals where ${sql.join(conditions, sql` and `)} order by ${order} limit ${take}`;
}

function requestOf(row: Row, now: number) {
  const createdAt = new Date(row.created_at);
  return {
    id: row.id,
    type: row.type,
    network: row.network,
    walletAddress: row.wallet_address,
    userId: row.user_id,
    amountUnits: units(BigInt(row.amount_units)),
    feeUnits: units(BigInt(row.fee_units)),
    netUnits: units(BigInt(row.net_units)),
    feePayer: row.fee_payer,
    description: row.description,
    createdAt,
    ageMs: Math.max(0, now - createdAt.getTime()),
    revision: row.revision,
  };
}

const COUNTED = 1_000;

/**
 * How many wait, counted up to 1,000, and since when the oldest does: one read of one index, for the badge. Throws
 * scope_missing.
 */
export async function countPending(
  ctx: Context,
): Promise<{ readonly count: number; readonly oldest: Date | null }> {
  requirePermission(ctx, "withdrawals:read");
  const [row] = await readAlone<{ count: number; oldest: string | null }>(
    ctx,
    sql`
    select count(*)::int as count, to_json(min(created_at)) #>> '{}' as oldest from (
      select created_at from withdrawals where merchant_id = bound.id and state = 'pending'
      order by created_at, id limit ${COUNTED}) waiting`,
  );
  const oldest = row?.oldest ?? null;
  return { count: row?.count ?? 0, oldest: oldest === null ? null : new Date(oldest) };
}
