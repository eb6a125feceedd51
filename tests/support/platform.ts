import { asc, eq } from "drizzle-orm";
import type { TransactionRecord, WalletBalance, WalletView } from "@/lib/api";
import type { Address } from "@/lib/chains";
import {
  type GenerateWalletInput,
  generateWallet,
  getWalletBalance,
  updateBalance,
} from "@/lib/customers";
import { deposits } from "@/lib/db";
import { newId, present } from "@/lib/kit";
import type { NetworkSide } from "./gateway";
import { type Shop, usdt } from "./shop";

/** A user of a merchant's platform on one network. */
export interface User {
  readonly userId: string;
  readonly wallet: WalletView;
  /** The user's address on this network, and as the wire shows it. */
  readonly address: Address;
  readonly walletAddress: string;
  update(changes: Partial<GenerateWalletInput>): Promise<WalletView>;
  balance(): Promise<WalletBalance>;
  /** The figure and counters of this network. */
  figure(): Promise<WalletBalance["wallets"][number]>;
  credit(amount: string, hash: string): Promise<WalletBalance>;
  /** The user's deposits on this network, the oldest first. */
  deposits(): Promise<readonly TransactionRecord[]>;
}

export function userInput(over: Partial<GenerateWalletInput> = {}): GenerateWalletInput {
  return {
    userId: `user-${newId()}`,
    email: "alice@example.com",
    firstName: null,
    lastName: null,
    phone: null,
    callbackUrl: null,
    isActive: null,
    ...over,
  };
}

export async function openUser(
  side: NetworkSide,
  shop: Shop,
  over: Partial<GenerateWalletInput> = {},
): Promise<User> {
  const input = userInput(over);
  const { userId } = input;
  const wallet = await generateWallet(shop.context(), input);
  const { walletAddress } = present(
    wallet.wallets.find((w) => w.walletNetwork === side.network),
    "the user's wallet",
  );
  const user: User = {
    userId,
    wallet,
    walletAddress,
    address: side.lab.adapter.parseAddress(walletAddress),
    update: (changes) => generateWallet(shop.context(), { ...userInput({ userId }), ...changes }),
    balance: () => getWalletBalance(shop.context(), { userId }),
    async figure() {
      const { wallets } = await user.balance();
      return present(
        wallets.find((w) => w.walletNetwork === side.network),
        "the wallet",
      );
    },
    credit: (amount, hash) =>
      updateBalance(shop.context(), {
        userId,
        walletAddress,
        amount: usdt(amount),
        transactionHash: hash,
      }),
    async deposits() {
      const rows = await side.gateway.worker.orm
        .select({ id: deposits.id })
        .from(deposits)
        .where(eq(deposits.walletAddress, walletAddress))
        .orderBy(asc(deposits.id));
      return Promise.all(rows.map((row) => shop.record(row.id)));
    },
  };
  return user;
}
