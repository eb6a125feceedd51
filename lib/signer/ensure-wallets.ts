import { addGasWallet, addMerchantWallet, getGasWallet } from "@/lib/addresses";
import type { TxCodec } from "@/lib/chains";
import { type Context, transact } from "@/lib/command";
import type { KeyRing } from "@/lib/custody";
import { listMerchantsWithoutWallet } from "@/lib/merchants";
import { derive } from "./derive";

/** The keystore is not the one that this database's addresses were derived from. */
export class ForeignKeystoreError extends Error {
  override readonly name = "ForeignKeystoreError";
}

/**
 * Makes the wallets of a network that are missing: the gas wallet, and one per merchant. Answers how many.
 * Throws ForeignKeystoreError when the gas wallet there is not of these keys.
 */
export async function ensureWallets(
  ctx: Context,
  keyRing: KeyRing,
  codec: TxCodec,
): Promise<number> {
  const { network } = codec;
  let made = await ensureGasWallet(ctx, keyRing, codec);
  for (const merchant of await listMerchantsWithoutWallet(ctx, network)) {
    const row = derive(keyRing, codec, { network, purpose: "merchant", index: merchant.number });
    made += await transact(ctx, (tx) => addMerchantWallet(ctx, tx, merchant.id, row));
  }
  return made;
}

async function ensureGasWallet(ctx: Context, keyRing: KeyRing, codec: TxCodec): Promise<number> {
  const { network } = codec;
  const row = derive(keyRing, codec, { network, purpose: "gas", index: 0 });
  const known = await getGasWallet(ctx.db.orm, network);
  if (!known) return transact(ctx, (tx) => addGasWallet(ctx, tx, row));
  if (known.address !== row.address) {
    throw new ForeignKeystoreError(
      `the gas wallet of ${network} is ${known.display}, but this keystore derives ${row.display}`,
    );
  }
  return 0;
}
