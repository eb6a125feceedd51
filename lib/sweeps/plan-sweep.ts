import { getMerchantWallet } from "@/lib/addresses";
import { audit, type Context, transact } from "@/lib/command";
import { sweeps } from "@/lib/db";
import { formatAmount, type NetworkId, newId } from "@/lib/kit";
import { account, getBalance } from "@/lib/ledger";

export interface SweepCandidate {
  readonly network: NetworkId;
  readonly merchantId: string;
  readonly address: string;
}

/**
 * Plans the sweep of one deposit address to its merchant's wallet, of exactly what the books say lies there.
 * Does nothing when a sweep of that address is under way, nothing lies there, or the wallet is not made yet.
 */
export async function planSweep(ctx: Context, candidate: SweepCandidate): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const { network, merchantId, address } = candidate;
    const wallet = await getMerchantWallet(tx, network, merchantId);
    const amount = await getBalance(tx, merchantId, account(network, "chain", address));
    if (!wallet || amount === 0n) return false;
    const id = newId();
    const made = await tx
      .insert(sweeps)
      .values({
        merchantId,
        id,
        network,
        fromAddress: address,
        toAddress: wallet.address,
        amountUnits: amount,
        state: "planned",
        createdAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning({ id: sweeps.id });
    if (made.length === 0) return false;
    await audit(ctx, tx, {
      merchantId,
      action: "sweep.planned",
      subjectKind: "sweep",
      subjectId: id,
      data: { network, amount: formatAmount(amount) },
    });
    return true;
  });
}
