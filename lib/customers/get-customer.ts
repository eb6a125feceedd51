import { and, eq } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { withdrawals } from "@/lib/db";
import { type NetworkId, type Units, units } from "@/lib/kit";
import { readFigures } from "./figures";
import { listWallets, readCustomer } from "./internal";

/** A user of the merchant's platform with everything about their money. Amounts in micro-USDT. */
export interface CustomerDetail {
  readonly userId: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly callbackUrl: string | null;
  readonly active: boolean;
  readonly createdAt: Date;
  /** What may be spent, and what withdrawals hold, on all networks. */
  readonly figure: Units;
  readonly held: Units;
  readonly deposits: { readonly count: number; readonly amount: Units };
  readonly waitingWithdrawals: number;
  readonly wallets: readonly {
    readonly network: NetworkId;
    readonly address: string;
    readonly figure: Units;
    readonly held: Units;
    readonly deposits: { readonly count: number; readonly amount: Units };
    readonly lastDeposit: { readonly at: Date; readonly amount: Units } | null;
  }[];
}

/** A user with addresses, figures and what the chain brought. Throws scope_missing, not_found. */
export async function getCustomer(
  ctx: Context,
  input: { readonly userId: string },
): Promise<CustomerDetail> {
  requirePermission(ctx, "customers:read");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const row = await readCustomer(tx, merchantId, input.userId);
    const figures = (await readFigures(tx, merchantId, [row.id])).get(row.id) ?? [];
    const wallets = (await listWallets(tx, row)).map((wallet) => {
      const { network, lastDepositAt: at, lastDepositUnits: amount } = wallet;
      const mine = figures.find((one) => one.network === network);
      return {
        network,
        address: wallet.walletAddress,
        figure: mine?.figure ?? units(0n),
        held: mine?.held ?? units(0n),
        deposits: { count: wallet.depositCount, amount: wallet.depositedUnits },
        lastDeposit: at === null || amount === null ? null : { at, amount },
      };
    });
    const waiting = and(
      eq(withdrawals.merchantId, merchantId),
      eq(withdrawals.customerId, row.id),
      eq(withdrawals.state, "pending"),
    );
    const sum = (pick: (one: (typeof wallets)[number]) => bigint) =>
      units(wallets.reduce((all, one) => all + pick(one), 0n));
    return {
      userId: row.userId,
      email: row.email,
      firstName: row.firstName,
      lastName: row.lastName,
      phone: row.phone,
      callbackUrl: row.callbackUrl,
      active: row.isActive,
      createdAt: row.createdAt,
      figure: sum((one) => one.figure),
      held: sum((one) => one.held),
      deposits: {
        count: wallets.reduce((all, one) => all + one.deposits.count, 0),
        amount: sum((one) => one.deposits.amount),
      },
      waitingWithdrawals: await tx.$count(withdrawals, waiting),
      wallets,
    };
  });
}
