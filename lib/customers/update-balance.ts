import { and, eq } from "drizzle-orm";
import { TEXTS, type WalletBalance } from "@/lib/api";
import {
  audit,
  type Context,
  chargeKey,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { customerCredits, type Tx } from "@/lib/db";
import { AppError, formatAmount, present, type Units } from "@/lib/kit";
import { figureCredited, post } from "@/lib/ledger";
import { readBalance } from "./balance";
import {
  type CustomerRow,
  findCustomer,
  listWallets,
  type WalletRow,
  walletNotFound,
} from "./internal";
import { decideManual, type EarlierCredit, normalHash } from "./state";

export interface UpdateBalanceInput {
  readonly userId: string;
  readonly walletAddress: string;
  readonly amount: Units;
  readonly transactionHash: string;
}

const REFUSALS = {
  other_amount: TEXTS.hashUsedWithOtherAmount,
  credited_by_chain: TEXTS.hashAlreadyCredited,
} as const;

/**
 * Raises a user's figure (micro-USDT) by the merchant's word, once per wallet and hash; no money moves and no
 * record is made. It counts against the key's daily cap. The same call again answers the balance.
 * Throws scope_missing, not_found, conflict, daily_limit_reached, request_in_progress.
 */
export async function updateBalance(
  ctx: Context,
  input: UpdateBalanceInput,
  call?: IdempotentCall,
): Promise<WalletBalance> {
  requirePermission(ctx, "figures:write");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, input.userId);
    const customer = await findCustomer(tx, merchantId, input.userId, "no key update");
    const wallet = customer && (await findWallet(tx, customer, input.walletAddress));
    if (!customer || !wallet) throw walletNotFound();
    const txHash = normalHash(input.transactionHash);
    const decision = decideManual(input.amount, await claimHash(ctx, tx, wallet, txHash, input));
    if (decision === "other_amount" || decision === "credited_by_chain") {
      throw new AppError("conflict", { public: REFUSALS[decision] });
    }
    if (decision === "credit") await creditByHand(ctx, tx, wallet, input.amount, txHash);
    return readBalance(tx, customer);
  });
}

/** The customer's own wallet of that address, however its hex digits are cased. */
async function findWallet(tx: Tx, customer: CustomerRow, text: string): Promise<WalletRow | null> {
  const wallets = await listWallets(tx, customer);
  const hex = /^0x[0-9a-f]{40}$/i.test(text) ? text.slice(2).toLowerCase() : null;
  return wallets.find((w) => w.walletAddress === text || (isHex(w) && w.address === hex)) ?? null;
}

function isHex(wallet: WalletRow): boolean {
  return wallet.walletAddress.startsWith("0x");
}

/** Takes the hash for this wallet; what took it before, or null when it is ours now. */
async function claimHash(
  ctx: Context,
  tx: Tx,
  wallet: WalletRow,
  txHash: string,
  { amount }: UpdateBalanceInput,
): Promise<EarlierCredit | null> {
  const { merchantId, network, address } = wallet;
  const taken = await tx
    .insert(customerCredits)
    .values({
      merchantId,
      network,
      address,
      txHash,
      source: "manual",
      amountUnits: amount,
      createdAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning({ txHash: customerCredits.txHash });
  if (taken.length > 0) return null;
  const [earlier] = await tx
    .select({ source: customerCredits.source, amount: customerCredits.amountUnits })
    .from(customerCredits)
    .where(
      and(
        eq(customerCredits.merchantId, merchantId),
        eq(customerCredits.network, network),
        eq(customerCredits.address, address),
        eq(customerCredits.txHash, txHash),
      ),
    );
  return present(earlier, "what took the hash");
}

async function creditByHand(
  ctx: Context,
  tx: Tx,
  wallet: WalletRow,
  amount: Units,
  txHash: string,
): Promise<void> {
  const { merchantId, network, customerId, address } = wallet;
  await chargeKey(ctx, tx, amount);
  await post(
    tx,
    merchantId,
    figureCredited({
      network,
      cause: `manual:${network}:${address}:${txHash}`,
      customer: customerId,
      amount,
    }),
  );
  await audit(ctx, tx, {
    merchantId,
    action: "customer.credited_by_hand",
    subjectKind: "customer",
    subjectId: customerId,
    data: {
      network,
      walletAddress: wallet.walletAddress,
      amount: formatAmount(amount),
      transactionHash: txHash,
    },
  });
}
