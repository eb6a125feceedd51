import type { WalletBalance } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { readBalance } from "./balance";
import { readCustomer } from "./internal";

/** What a user may spend, by network and in sum, and what the chain brought. Throws scope_missing, not_found. */
export async function getWalletBalance(
  ctx: Context,
  input: { readonly userId: string },
): Promise<WalletBalance> {
  requirePermission(ctx, "customers:read");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) =>
    readBalance(tx, await readCustomer(tx, merchantId, input.userId)),
  );
}
