import { and, eq, inArray } from "drizzle-orm";
import { TEXTS, type WireWithdrawal, wireWithdrawal } from "@/lib/api";
import { actorText, audit, type Context } from "@/lib/command";
import { merchants, type Tx, type WithdrawalType, withdrawals } from "@/lib/db";
import {
  AppError,
  assert,
  formatAmount,
  getNetwork,
  isUuid,
  type NetworkId,
  present,
  type Units,
  units,
} from "@/lib/kit";
import type { Destination } from "@/lib/recipients";
import { type WithdrawalRow, withdrawalStatusOf } from "@/lib/records";
import { type Sums, sumsOf } from "./state";

/** What a merchant's settings say of money that leaves. */
export interface PayoutRules {
  readonly autoWithdraw: boolean;
  readonly maxAutoWithdraw: Units;
  readonly applyLimitsToApi: boolean;
  readonly feePayer: "merchant" | "user";
  /** From this sum on two people let money go; null: one is enough. */
  readonly fourEyesAbove: Units | null;
}

export async function readRules(tx: Tx, merchantId: string): Promise<PayoutRules> {
  const [row] = await tx
    .select({
      autoWithdraw: merchants.autoWithdraw,
      maxAutoWithdraw: merchants.maxAutoWithdrawUnits,
      applyLimitsToApi: merchants.applyLimitsToApi,
      feePayer: merchants.withdrawalFeePayer,
      fourEyesAbove: merchants.fourEyesUnits,
    })
    .from(merchants)
    .where(eq(merchants.id, merchantId));
  return present(row, "the merchant");
}

/** What a new withdrawal comes to by the network's flat fee. Throws validation_failed when nothing is left. */
export function agreeSums(network: NetworkId, amount: Units, feePayer: "merchant" | "user"): Sums {
  const sums = sumsOf(amount, getNetwork(network).withdrawalFee, feePayer);
  if (!sums) throw new AppError("validation_failed", { public: TEXTS.amountWithinFee });
  return sums;
}

interface NewWithdrawal {
  readonly merchantId: string;
  readonly id: string;
  readonly network: NetworkId;
  readonly destination: Destination;
  readonly sums: Sums;
  readonly state: "pending" | "approved";
  readonly callbackUrl: string | null;
  readonly description: string | null;
  /** Whose withdrawal it is; null for a payout of the merchant's own. */
  readonly customer: { readonly id: string; readonly userId: string } | null;
  readonly origin: "api" | "request" | "dashboard";
}

/** Writes a new withdrawal or payout and its audit entry. The caller holds its money in the same transaction. */
export async function insertWithdrawal(
  ctx: Context,
  tx: Tx,
  made: NewWithdrawal,
): Promise<WithdrawalRow> {
  const { sums, destination, customer } = made;
  const now = ctx.now();
  const [row] = await tx
    .insert(withdrawals)
    .values({
      merchantId: made.merchantId,
      id: made.id,
      type: customer ? "withdrawal" : "payout",
      origin: made.origin,
      customerId: customer?.id ?? null,
      userId: customer?.userId ?? null,
      network: made.network,
      toAddress: destination.address,
      walletAddress: destination.display,
      amountUnits: sums.amount,
      feeUnits: sums.fee,
      netUnits: sums.net,
      holdUnits: sums.hold,
      figureUnits: customer ? sums.amount : units(0n),
      feePayer: sums.feePayer,
      state: made.state,
      callbackUrl: made.callbackUrl,
      description: made.description,
      madeBy: actorText(ctx.actor),
      createdAt: now,
      approvedAt: made.state === "approved" ? now : null,
    })
    .returning();
  assert(row, "the new withdrawal");
  await auditWithdrawal(ctx, tx, row, `${row.type}.created`, {
    state: row.state,
    to: row.walletAddress,
  });
  return row;
}

/** One line of the audit log about a withdrawal or payout. */
export function auditWithdrawal(
  ctx: Context,
  tx: Tx,
  row: WithdrawalRow,
  action: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  return audit(ctx, tx, {
    merchantId: row.merchantId,
    action,
    subjectKind: row.type,
    subjectId: row.id,
    data: { network: row.network, amount: formatAmount(row.amountUnits), ...data },
  });
}

/**
 * A user's withdrawal, or one of the types asked for, locked for the rest of the transaction if asked. Throws not_found.
 */
export async function readWithdrawal(
  tx: Tx,
  merchantId: string,
  id: string,
  lock: "update" | "none" = "none",
  types: readonly WithdrawalType[] = ["withdrawal"],
): Promise<WithdrawalRow> {
  const query = tx
    .select()
    .from(withdrawals)
    .where(
      and(
        eq(withdrawals.merchantId, merchantId),
        eq(withdrawals.id, id),
        inArray(withdrawals.type, [...types]),
      ),
    );
  const [row] = isUuid(id) ? await (lock === "update" ? query.for("update") : query) : [];
  if (!row) throw new AppError("not_found", { public: TEXTS.withdrawalNotFound });
  return row;
}

export function viewOf(row: WithdrawalRow): WireWithdrawal {
  return wireWithdrawal(row, withdrawalStatusOf(row.state));
}
