import { eq } from "drizzle-orm";
import { getMerchantWallet } from "@/lib/addresses";
import { type MerchantDetails, wireAmount } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { merchants, type Tx } from "@/lib/db";
import { NETWORK_IDS, type NetworkId, present, units } from "@/lib/kit";
import { account, getBalance } from "@/lib/ledger";

/**
 * The merchant's balance, per network and in sum: available (`totalAmt`), and held by withdrawals in flight
 * (`pendingAmt`). Throws scope_missing.
 */
export async function getMerchantDetails(ctx: Context): Promise<MerchantDetails> {
  requirePermission(ctx, "withdrawals:read");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const [merchant] = await tx
      .select({ clientId: merchants.clientId, name: merchants.name })
      .from(merchants)
      .where(eq(merchants.id, merchantId));
    const { clientId, name } = present(merchant, "the merchant");
    const networks = await Promise.all(NETWORK_IDS.map((id) => balancesOn(tx, merchantId, id)));
    const sum = (pick: (one: Balances) => bigint) =>
      wireAmount(units(networks.reduce((all, one) => all + pick(one), 0n)));
    return {
      _id: clientId,
      clientId,
      name,
      totalAmt: sum((one) => one.available),
      pendingAmt: sum((one) => one.held),
      balances: networks.map(({ network, available, held, walletAddress }) => ({
        currencyType: network,
        totalAmt: wireAmount(available),
        pendingAmt: wireAmount(held),
        walletAddress,
      })),
    };
  });
}

type Balances = Awaited<ReturnType<typeof balancesOn>>;

async function balancesOn(tx: Tx, merchantId: string, network: NetworkId) {
  const [available, held, wallet] = await Promise.all([
    getBalance(tx, merchantId, account(network, "available")),
    getBalance(tx, merchantId, account(network, "held")),
    getMerchantWallet(tx, network, merchantId),
  ]);
  return { network, available, held, walletAddress: wallet?.display ?? null };
}
