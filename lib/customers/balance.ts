import { type WalletBalance, wireAmount } from "@/lib/api";
import type { Tx } from "@/lib/db";
import { isoTime, type Units, units } from "@/lib/kit";
import { account, getBalance } from "@/lib/ledger";
import { type CustomerRow, listWallets } from "./internal";

/** A customer's figures less what is held, from the ledger, beside what the chain brought to each address. */
export async function readBalance(tx: Tx, customer: CustomerRow): Promise<WalletBalance> {
  const wallets: WalletBalance["wallets"] = [];
  let total: Units = units(0n);
  for (const wallet of await listWallets(tx, customer)) {
    const figure = account(wallet.network, "user_figure", customer.id);
    const balance = await getBalance(tx, customer.merchantId, figure);
    total = units(total + balance);
    wallets.push({
      walletAddress: wallet.walletAddress,
      walletNetwork: wallet.network,
      balance: wireAmount(balance),
      totalDeposits: wallet.depositCount,
      totalDepositAmount: wireAmount(wallet.depositedUnits),
      lastDepositAt: wallet.lastDepositAt === null ? null : isoTime(wallet.lastDepositAt),
      lastDepositAmount:
        wallet.lastDepositUnits === null ? null : wireAmount(wallet.lastDepositUnits),
    });
  }
  return { userId: customer.userId, totalBalance: wireAmount(total), wallets };
}
