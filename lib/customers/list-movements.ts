import { sql } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import type { Tx } from "@/lib/db";
import { AppError, displayHash, isUuid, NETWORK_IDS, type NetworkId } from "@/lib/kit";
import { account, accountPath } from "@/lib/ledger";
import { readCustomer } from "./internal";
import { type Cause, readCause } from "./movement-cause";

/** One change of what a user may spend. */
export interface Movement {
  /** Of the posting: also the place in the list. */
  readonly id: string;
  readonly at: Date;
  readonly network: NetworkId;
  /** Micro-USDT: above zero it may be spent, below zero it no longer may. */
  readonly amount: bigint;
  readonly kind: Cause["kind"];
  /** The deposit or withdrawal that it came of; null: by hand, or not on record. */
  readonly recordId: string | null;
  /** As people write it; by hand whatever the platform gave. */
  readonly transactionHash: string | null;
  /** What stands beside a correction. */
  readonly adjustment: {
    readonly reason: string;
    readonly reference: string | null;
    /** Null: has left. */
    readonly by: string | null;
  } | null;
}

export interface MovementList {
  readonly movements: readonly Movement[];
  readonly nextCursor: string | null;
}

type Row = {
  readonly id: string;
  readonly at: string;
  readonly network: NetworkId;
  readonly amount: string;
  readonly kind: string;
  readonly cause: string;
};

const LIMIT = 50;
const MOST = 100;

/**
 * Every change of a user's figures, newest first, out of the books: deposits, credits by hand, corrections, what
 * withdrawals took and gave back. Throws scope_missing, not_found, validation_failed (bad cursor).
 */
export async function listMovements(
  ctx: Context,
  input: { readonly userId: string; readonly limit?: number },
  cursor: string | null = null,
): Promise<MovementList> {
  requirePermission(ctx, "customers:read");
  const merchantId = merchantOf(ctx);
  const limit = Math.min(Math.max(Math.trunc(input.limit ?? LIMIT), 1), MOST);
  if (cursor !== null && !isUuid(cursor)) {
    const details = [{ path: "cursor", message: "Not a cursor of this list" }];
    throw new AppError("validation_failed", { details });
  }
  return transact(ctx, async (tx) => {
    const customer = await readCustomer(tx, merchantId, input.userId);
    const found = await readEntries(tx, merchantId, customer.id, cursor, limit + 1);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return {
      movements: await explain(tx, merchantId, rows),
      nextCursor: found.length > limit && last !== undefined ? last.id : null,
    };
  });
}

/** The newest entries of each network's account, by the index of their account. */
async function readEntries(
  tx: Tx,
  merchantId: string,
  customerId: string,
  cursor: string | null,
  take: number,
): Promise<readonly Row[]> {
  const older = cursor === null ? sql`true` : sql`transaction_id < ${cursor}::uuid`;
  const of = NETWORK_IDS.map((network) => {
    const path = accountPath(account(network, "user_figure", customerId));
    return sql`(select transaction_id, ${network}::text as network, -amount_units as amount from ledger_entries
      where merchant_id = ${merchantId} and path = ${path} and ${older} order by transaction_id desc limit ${take})`;
  });
  const rows = await tx.execute<Row>(sql`
    select t.id, to_json(t.created_at) #>> '{}' as at, e.network, e.amount::text as amount, t.kind, t.cause
    from (${sql.join(of, sql` union all `)}) e
    join ledger_transactions t on t.merchant_id = ${merchantId} and t.id = e.transaction_id
    order by t.id desc limit ${take}`);
  return [...rows];
}

async function explain(
  tx: Tx,
  merchantId: string,
  rows: readonly Row[],
): Promise<readonly Movement[]> {
  const causes = new Map(rows.map((row) => [row.id, readCause(row.kind, row.cause)]));
  const all = [...causes.values()];
  const deposits = await readDeposits(tx, merchantId, all);
  const words = await readWords(tx, merchantId, all);
  return rows.map((row) => {
    const cause = causes.get(row.id) ?? readCause(row.kind, row.cause);
    const { txHash } = cause;
    const deposit =
      cause.kind === "deposit" ? deposits.get(`${row.network}:${txHash}:${cause.logIndex}`) : null;
    return {
      id: row.id,
      at: new Date(row.at),
      network: row.network,
      amount: BigInt(row.amount),
      kind: cause.kind,
      recordId: deposit ?? cause.withdrawalId,
      transactionHash:
        cause.kind === "deposit" && txHash !== null ? displayHash(row.network, txHash) : txHash,
      adjustment: cause.adjustmentId === null ? null : (words.get(cause.adjustmentId) ?? null),
    };
  });
}

async function readDeposits(
  tx: Tx,
  merchantId: string,
  causes: readonly Cause[],
): Promise<ReadonlyMap<string, string>> {
  const hashes = causes.flatMap((one) =>
    one.kind === "deposit" && one.txHash ? [one.txHash] : [],
  );
  if (hashes.length === 0) return new Map();
  const rows = await tx.execute<{ key: string; id: string }>(sql`
    select network || ':' || tx_hash || ':' || log_index as key, id from deposits
    where merchant_id = ${merchantId} and tx_hash = any(${sql.param(hashes)}::text[])`);
  return new Map(rows.map((row) => [row.key, row.id]));
}

async function readWords(
  tx: Tx,
  merchantId: string,
  causes: readonly Cause[],
): Promise<ReadonlyMap<string, NonNullable<Movement["adjustment"]>>> {
  const ids = causes.flatMap((one) => one.adjustmentId ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<{
    id: string;
    reason: string;
    reference: string | null;
    name: string | null;
  }>(sql`
    select f.id, f.reason, f.reference, u.name from figure_adjustments f left join users u on u.id = f.made_by
    where f.merchant_id = ${merchantId} and f.id = any(${sql.param(ids)}::uuid[])`);
  return new Map(
    rows.map(({ id, reason, reference, name }) => [id, { reason, reference, by: name }]),
  );
}
