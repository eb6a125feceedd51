import { and, asc, eq } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { addresses, merchants } from "@/lib/db";
import { isUuid, type NetworkId } from "@/lib/kit";
import { type MerchantView, merchantNotFound, merchantView } from "./merchant-view";

export interface MerchantWithWallets extends MerchantView {
  /** Where its sweeps end and its payouts begin; one per network once the signer has made it. */
  readonly wallets: readonly { readonly network: NetworkId; readonly address: string }[];
}

const NUMBER = /^[1-9]\d{0,8}$/;
const CLIENT_ID = /^[0-9a-f]{24}$/;

/** A merchant by its number, its client id or its id. Throws scope_missing, not_found. */
export async function getMerchant(ctx: Context, name: string): Promise<MerchantWithWallets> {
  requirePermission(ctx, "operator");
  const named = nameOf(name);
  const [row] = named ? await ctx.db.orm.select().from(merchants).where(named) : [];
  if (!row) throw merchantNotFound();
  const wallets = await ctx.db.orm
    .select({ network: addresses.network, address: addresses.display })
    .from(addresses)
    .where(and(eq(addresses.merchantId, row.id), eq(addresses.purpose, "merchant")))
    .orderBy(asc(addresses.network));
  return { ...merchantView(row), wallets };
}

function nameOf(text: string) {
  if (isUuid(text)) return eq(merchants.id, text);
  if (CLIENT_ID.test(text)) return eq(merchants.clientId, text);
  return NUMBER.test(text) ? eq(merchants.number, Number(text)) : null;
}
