import { and, eq, sql } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { customers, customerWallets, type Tx } from "@/lib/db";
import { type Units, units } from "@/lib/kit";
import { account, getBalance } from "@/lib/ledger";
import { findLookAlikes, findRecipient, type KnownAddress } from "@/lib/recipients";
import type { WithdrawalRow } from "@/lib/records";
import { DECIDED, type ShownRequest } from "./approve-request";
import { type ApprovalWord, askerOf, readApprovals } from "./approvers";
import { readRules, readWithdrawal } from "./internal";
import { decideApproval, peopleNeeded } from "./people-state";

const DAY_MS = 86_400_000;

/** What is known of the user who asks. Amounts in micro-USDT, of the request's network unless it says otherwise. */
export interface AskingUser {
  readonly userId: string;
  readonly email: string;
  readonly active: boolean;
  readonly since: Date;
  readonly ageMs: number;
  /** What the user may still spend, and what waits for withdrawals, this one included. */
  readonly figure: Units;
  readonly held: Units;
  /** What the chain brought to the user on all networks. */
  readonly deposits: { readonly count: number; readonly amount: Units };
}

export interface RequestFacts {
  readonly request: ShownRequest &
    Pick<
      WithdrawalRow,
      "type" | "state" | "feePayer" | "holdUnits" | "origin" | "createdAt" | "description"
    >;
  /** Null: a payout of the merchant's own. */
  readonly user: AskingUser | null;
  readonly merchant: { readonly available: Units; readonly held: Units };
  /** No other withdrawal of the user (or payout of the merchant) was ever let go. */
  readonly first: boolean;
  /** Whether this address was paid before: for this user, and for anybody of the merchant. */
  readonly newForUser: boolean;
  readonly newForMerchant: boolean;
  readonly lookAlikes: readonly KnownAddress[];
  readonly inBook: { readonly id: string; readonly label: string } | null;
  /** What the same user (or the merchant's own payouts) asked for in 24 hours, this one included. */
  readonly lastDay: { readonly count: number; readonly amount: Units };
  /** Why it was not paid by itself: the setting is off, or the sum is above it. */
  readonly auto: { readonly on: boolean; readonly max: Units; readonly over: boolean };
  /** Others that wait: of the same user, and to the same address. */
  readonly alsoWaiting: { readonly ofUser: number; readonly toAddress: number };
  readonly approvals: readonly ApprovalWord[];
  readonly needed: 1 | 2;
  /** What this caller's approval would do; null: it does not wait, or a caller is no person. */
  readonly yourWord: ReturnType<typeof decideApproval> | null;
}

/**
 * Everything that a person should know of a user's withdrawal or a colleague's payout before deciding on it (D-20).
 * Throws scope_missing, not_found.
 */
export async function getRequestFacts(
  ctx: Context,
  input: { readonly withdrawalId: string },
): Promise<RequestFacts> {
  requirePermission(ctx, "withdrawals:read");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const row = await readWithdrawal(tx, merchantId, input.withdrawalId, "none", DECIDED);
    const rules = await readRules(tx, merchantId);
    const approvals = (await readApprovals(tx, merchantId, [row.id])).get(row.id) ?? [];
    const money = (kind: "available" | "held") =>
      getBalance(tx, merchantId, account(row.network, kind));
    const book = await findRecipient(tx, merchantId, row.network, row.toAddress);
    return {
      request: shown(row),
      user: await readUser(ctx, tx, row),
      merchant: { available: await money("available"), held: await money("held") },
      ...(await readHistory(tx, row)),
      lookAlikes: await findLookAlikes(tx, merchantId, row.network, row.walletAddress),
      inBook: book && { id: book.id, label: book.label },
      auto: {
        on: rules.autoWithdraw,
        max: rules.maxAutoWithdraw,
        over: row.amountUnits > rules.maxAutoWithdraw,
      },
      approvals,
      needed: row.type === "payout" ? 2 : peopleNeeded(row.amountUnits, rules.fourEyesAbove),
      yourWord: await wordOf(ctx, tx, row, rules.fourEyesAbove, approvals),
    };
  });
}

function shown(row: WithdrawalRow): RequestFacts["request"] {
  const { id, network, walletAddress, amountUnits, feeUnits, netUnits, revision } = row;
  const { type, state, feePayer, holdUnits, origin, createdAt, description } = row;
  return {
    ...{ id, network, walletAddress, amountUnits, feeUnits, netUnits, revision },
    ...{ type, state, feePayer, holdUnits, origin, createdAt, description },
  };
}

async function wordOf(
  ctx: Context,
  tx: Tx,
  row: WithdrawalRow,
  fourEyesAbove: Units | null,
  approvals: readonly ApprovalWord[],
): Promise<RequestFacts["yourWord"]> {
  if (row.state !== "pending" || ctx.actor.kind !== "user") return null;
  return decideApproval(
    {
      type: row.type === "payout" ? "payout" : "withdrawal",
      amount: row.amountUnits,
      fourEyesAbove,
      askedBy: await askerOf(tx, row),
      approvedBy: approvals.map((word) => word.userId),
    },
    ctx.actor.id,
  );
}

async function readUser(ctx: Context, tx: Tx, row: WithdrawalRow): Promise<AskingUser | null> {
  const { merchantId, customerId, network } = row;
  if (customerId === null) return null;
  const [customer] = await tx
    .select()
    .from(customers)
    .where(and(eq(customers.merchantId, merchantId), eq(customers.id, customerId)));
  if (!customer) return null;
  const [brought] = await tx
    .select({
      count: sql<number>`coalesce(sum(${customerWallets.depositCount}), 0)::int`,
      amount: sql<string>`coalesce(sum(${customerWallets.depositedUnits}), 0)::text`,
    })
    .from(customerWallets)
    .where(
      and(eq(customerWallets.merchantId, merchantId), eq(customerWallets.customerId, customerId)),
    );
  const figure = (kind: "user_figure" | "user_held") =>
    getBalance(tx, merchantId, account(network, kind, customerId));
  return {
    userId: customer.userId,
    email: customer.email,
    active: customer.isActive,
    since: customer.createdAt,
    ageMs: Math.max(0, ctx.now().getTime() - customer.createdAt.getTime()),
    figure: await figure("user_figure"),
    held: await figure("user_held"),
    deposits: { count: brought?.count ?? 0, amount: units(BigInt(brought?.amount ?? "0")) },
  };
}

type History = Pick<
  RequestFacts,
  "first" | "newForUser" | "newForMerchant" | "lastDay" | "alsoWaiting"
>;

/** Each by an index: a customer's rows, an address's, what waits; the merchant's own payouts by type. */
async function readHistory(tx: Tx, row: WithdrawalRow): Promise<History> {
  const { merchantId, customerId, network, walletAddress, id } = row;
  const mine =
    customerId === null
      ? sql`type = 'payout'`
      : sql`customer_id = ${customerId}::uuid and type <> 'fee_settlement'`;
  const all = sql`select 1 from withdrawals where merchant_id = ${merchantId}`;
  const there = sql`wallet_address = ${walletAddress} and network = ${network} and type <> 'fee_settlement'`;
  const paid = sql`state in ('sent', 'included', 'settled')`;
  const dayBefore = new Date(row.createdAt.getTime() - DAY_MS).toISOString();
  const [found] = await tx.execute<{
    first: boolean;
    new_for_user: boolean;
    new_for_merchant: boolean;
    day_count: number;
    day_amount: string;
    of_user: number;
    to_address: number;
  }>(sql`
    select
      not exists (${all} and ${mine} and id <> ${id}::uuid and state in ('approved', 'sent', 'included', 'settled')) as first,
      not exists (${all} and ${there} and ${mine} and ${paid} and id <> ${id}::uuid) as new_for_user,
      not exists (${all} and ${there} and ${paid} and id <> ${id}::uuid) as new_for_merchant,
      (select count(*)::int from withdrawals where merchant_id = ${merchantId} and state = 'pending' and ${mine}
        and id <> ${id}::uuid) as of_user,
      (select count(*)::int from withdrawals where merchant_id = ${merchantId} and state = 'pending' and ${there}
        and id <> ${id}::uuid) as to_address,
      day.count as day_count, day.amount::text as day_amount
    from (select count(*)::int as count, coalesce(sum(amount_units), 0) as amount from withdrawals
      where merchant_id = ${merchantId} and ${mine} and state not in ('rejected', 'failed')
        and created_at > ${dayBefore}::timestamptz and created_at <= ${row.createdAt.toISOString()}::timestamptz) day`);
  return {
    first: found?.first ?? true,
    newForUser: found?.new_for_user ?? true,
    newForMerchant: found?.new_for_merchant ?? true,
    lastDay: { count: found?.day_count ?? 0, amount: units(BigInt(found?.day_amount ?? "0")) },
    alsoWaiting: { ofUser: found?.of_user ?? 0, toAddress: found?.to_address ?? 0 },
  };
}
