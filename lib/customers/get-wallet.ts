import type { WalletView } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { listWallets, readCustomer, walletView } from "./internal";

/** A user of the merchant's platform with their addresses. Throws scope_missing, not_found. */
export async function getWallet(
  ctx: Context,
  input: { readonly userId: string },
): Promise<WalletView> {
  requirePermission(ctx, "customers:read");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const customer = await readCustomer(tx, merchantId, input.userId);
    return walletView(customer, await listWallets(tx, customer));
  });
}
