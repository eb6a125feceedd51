import { TEXTS } from "@/lib/api";
import type { Tx } from "@/lib/db";
import { AppError } from "@/lib/kit";
import {
  feesSettled,
  figureHeld,
  figureReleased,
  figureSpent,
  type Posting,
  post,
  withdrawalHeld,
  withdrawalReleased,
  withdrawalSettled,
} from "@/lib/ledger";
import type { WithdrawalRow } from "@/lib/records";

// The figure moves before the money in each of these: whoever is short of both is told of the figure, and two
// withdrawals of one customer never wait for each other's locks.

/**
 * Reserves what a withdrawal takes: the customer's figure, then the merchant's money. Throws
 * insufficient_balance with the contract's text for the one that is short.
 */
export async function hold(tx: Tx, row: WithdrawalRow): Promise<void> {
  if (row.customerId !== null) {
    const figure = figureHeld(figureOf(row, row.customerId));
    await reserve(tx, row, figure, TEXTS.userBalanceShort);
  }
  if (row.holdUnits > 0n) {
    await reserve(tx, row, withdrawalHeld(moneyOf(row)), TEXTS.merchantBalanceShort);
  }
}

async function reserve(tx: Tx, row: WithdrawalRow, posting: Posting, text: string): Promise<void> {
  try {
    await post(tx, row.merchantId, posting);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "insufficient_balance") throw error;
    throw new AppError("insufficient_balance", {
      public: text,
      internal: error.message,
      cause: error,
    });
  }
}

/** Gives back what a withdrawal held: it was rejected, or can no longer be mined. */
export async function releaseHold(tx: Tx, row: WithdrawalRow): Promise<void> {
  if (row.customerId !== null) {
    await post(tx, row.merchantId, figureReleased(figureOf(row, row.customerId)));
  }
  if (row.holdUnits > 0n) await post(tx, row.merchantId, withdrawalReleased(moneyOf(row)));
}

/** Books what left the merchant's wallet for good; `wallet` is its address as 40 hex digits. */
export async function settleHold(tx: Tx, row: WithdrawalRow, wallet: string): Promise<void> {
  if (row.type === "fee_settlement") {
    const { network, id: cause, netUnits: amount } = row;
    await post(tx, row.merchantId, feesSettled({ network, cause, wallet, amount }));
    return;
  }
  if (row.customerId !== null) {
    await post(tx, row.merchantId, figureSpent(figureOf(row, row.customerId)));
  }
  await post(tx, row.merchantId, withdrawalSettled({ ...moneyOf(row), wallet, fee: row.feeUnits }));
}

function figureOf(row: WithdrawalRow, customer: string) {
  return { network: row.network, cause: row.id, customer, amount: row.figureUnits };
}

function moneyOf(row: WithdrawalRow) {
  return { network: row.network, cause: row.id, amount: row.holdUnits };
}
