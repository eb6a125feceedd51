import { and, eq, sql } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { customerCredits, customers, customerWallets, type Tx } from "@/lib/db";
import { type NetworkId, present, type Units } from "@/lib/kit";
import { figureCredited, post } from "@/lib/ledger";
import { decideDeposit, type Uncredited } from "./state";

/** A final transfer to a customer's address, with the fee that is taken of it. Amounts in micro-USDT. */
export interface FinalDeposit {
  readonly merchantId: string;
  readonly customerId: string;
  readonly network: NetworkId;
  readonly address: string;
  readonly txHash: string;
  /** Unique for the transfer: names the ledger's cause. */
  readonly cause: string;
  readonly amount: Units;
  readonly fee: Units;
  readonly feePayer: "merchant" | "user";
}

export interface CustomerCredit {
  /** What the customer's figure rose by. */
  readonly figure: Units;
  readonly reason: Uncredited | null;
  /** The customer's own webhook; null: the merchant's. */
  readonly callbackUrl: string | null;
}

/**
 * Counts a final deposit on its customer's wallet and raises the figure, in the caller's transaction, unless the
 * customer is inactive or the merchant used the hash by hand before.
 */
export async function creditDeposit(
  ctx: Context,
  tx: Tx,
  deposit: FinalDeposit,
): Promise<CustomerCredit> {
  const { merchantId, customerId, network, amount } = deposit;
  const [found] = await tx
    .select()
    .from(customers)
    .where(and(eq(customers.merchantId, merchantId), eq(customers.id, customerId)))
    .for("share");
  const customer = present(found, `customer ${customerId}`);
  const { figure, reason } = decideDeposit({
    ...deposit,
    active: customer.isActive,
    usedByHand: customer.isActive && (await isUsedByHand(ctx, tx, deposit)),
  });
  if (figure > 0n) {
    const { cause } = deposit;
    await post(
      tx,
      merchantId,
      figureCredited({ network, cause, customer: customerId, amount: figure }),
    );
  }
  await tx
    .update(customerWallets)
    .set({
      depositCount: sql`${customerWallets.depositCount} + 1`,
      depositedUnits: sql`${customerWallets.depositedUnits} + ${amount.toString()}::bigint`,
      lastDepositAt: ctx.now(),
      lastDepositUnits: amount,
    })
    .where(
      and(
        eq(customerWallets.merchantId, merchantId),
        eq(customerWallets.customerId, customerId),
        eq(customerWallets.network, network),
      ),
    );
  return { figure, reason, callbackUrl: customer.callbackUrl };
}

/** Takes the hash for the chain. A further log of one transaction finds it taken by the first, and counts too. */
async function isUsedByHand(ctx: Context, tx: Tx, deposit: FinalDeposit): Promise<boolean> {
  const { merchantId, network, address, txHash } = deposit;
  const key = { merchantId, network, address, txHash };
  const taken = await tx
    .insert(customerCredits)
    .values({ ...key, source: "chain", amountUnits: deposit.amount, createdAt: ctx.now() })
    .onConflictDoNothing()
    .returning({ txHash: customerCredits.txHash });
  if (taken.length > 0) return false;
  const [earlier] = await tx
    .select({ source: customerCredits.source })
    .from(customerCredits)
    .where(
      and(
        eq(customerCredits.merchantId, merchantId),
        eq(customerCredits.network, network),
        eq(customerCredits.address, address),
        eq(customerCredits.txHash, txHash),
      ),
    );
  return present(earlier, "what took the hash").source === "manual";
}
