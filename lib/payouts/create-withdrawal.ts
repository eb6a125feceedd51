import { and, eq } from "drizzle-orm";
import { TEXTS, type WireWithdrawal } from "@/lib/api";
import {
  type Context,
  chargeKey,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { customers, customerWallets, type Tx } from "@/lib/db";
import { AppError, type NetworkId, newId, type Units } from "@/lib/kit";
import { readDestination, type TokenContracts } from "@/lib/recipients";
import { announce } from "./announce";
import { hold } from "./holds";
import { agreeSums, insertWithdrawal, readRules, viewOf } from "./internal";
import { isPaidAtOnce } from "./state";

export interface CreateWithdrawalInput {
  /** By the platform's own order ("api"), or asked for by its user ("request"): the latter follows autoWithdraw. */
  readonly origin: "api" | "request";
  readonly userId: string;
  readonly network: NetworkId;
  readonly walletAddress: string;
  readonly amount: Units;
  readonly callbackUrl: string | null;
}

/**
 * Makes a user's withdrawal and holds what it takes: approved at once, or pending with a webhook. Throws
 * scope_missing, validation_failed (destination, nothing left after the fee), not_found (no wallet),
 * daily_limit_reached, insufficient_balance, request_in_progress.
 */
export async function createWithdrawal(
  ctx: Context,
  input: CreateWithdrawalInput,
  contracts: TokenContracts,
  call?: IdempotentCall,
): Promise<WireWithdrawal> {
  requirePermission(ctx, "withdrawals:create");
  const merchantId = merchantOf(ctx);
  const id = newId();
  const { network, amount, callbackUrl, origin } = input;
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, id);
    const destination = await readDestination(tx, contracts, network, input.walletAddress);
    const customer = await readCustomer(tx, merchantId, network, input.userId);
    const rules = await readRules(tx, merchantId);
    const atOnce = isPaidAtOnce(origin, amount, rules);
    const row = await insertWithdrawal(ctx, tx, {
      merchantId,
      id,
      network,
      destination,
      sums: agreeSums(network, amount, rules.feePayer),
      state: atOnce ? "approved" : "pending",
      callbackUrl,
      description: null,
      customer,
      origin,
    });
    if (!atOnce) await announce(ctx, tx, row, "pending");
    // The holds come last: they lock the merchant's balance until the commit, which all withdrawals share.
    if (atOnce) await chargeKey(ctx, tx, amount);
    await hold(tx, row);
    return viewOf(row);
  });
}

/** The user with that wallet. Throws not_found. */
async function readCustomer(tx: Tx, merchantId: string, network: NetworkId, userId: string) {
  const [row] = await tx
    .select({ id: customers.id, userId: customers.userId })
    .from(customers)
    .innerJoin(
      customerWallets,
      and(
        eq(customerWallets.merchantId, customers.merchantId),
        eq(customerWallets.customerId, customers.id),
        eq(customerWallets.network, network),
      ),
    )
    .where(and(eq(customers.merchantId, merchantId), eq(customers.userId, userId)));
  if (!row) throw new AppError("not_found", { public: TEXTS.walletNotFound });
  return row;
}
