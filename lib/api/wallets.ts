import { z } from "zod";
import { NETWORK_IDS } from "@/lib/kit";

const moment = z.iso.datetime({ precision: 3 });
const amount = z.number().nonnegative();
const text = z.string().nullable();

/** A user of the merchant's platform and their lasting addresses, ERC20 first. */
export const walletView = z.strictObject({
  userId: z.string(),
  email: z.string(),
  firstName: text,
  lastName: text,
  phone: text,
  callbackUrl: text.meta({ description: "The webhook of this user's deposits" }),
  isActive: z.boolean().meta({ description: "Whether deposits count for the user" }),
  createdAt: moment,
  wallets: z.array(
    z.strictObject({ walletAddress: z.string(), walletNetwork: z.enum(NETWORK_IDS) }),
  ),
});
export type WalletView = z.output<typeof walletView>;

/** What a user may spend, less what is held, and what the chain brought. */
export const walletBalance = z.strictObject({
  userId: z.string(),
  totalBalance: amount,
  wallets: z.array(
    z.strictObject({
      walletAddress: z.string(),
      walletNetwork: z.enum(NETWORK_IDS),
      balance: amount.meta({ description: "The user's figure, less what withdrawals hold" }),
      totalDeposits: z.int().nonnegative(),
      totalDepositAmount: amount,
      lastDepositAt: moment.nullable(),
      lastDepositAmount: amount.nullable(),
    }),
  ),
});
export type WalletBalance = z.output<typeof walletBalance>;
