import { and, eq, inArray, sql } from "drizzle-orm";
import { getMerchantWallet, type Reader } from "@/lib/addresses";
import type { Address } from "@/lib/chains";
import { addresses, type Tx, withdrawals } from "@/lib/db";
import { type NetworkId, present, type Units, units } from "@/lib/kit";
import { account, getBalance } from "@/lib/ledger";

/** The wallet that a merchant's money leaves from. */
export interface PayingWallet {
  readonly merchantId: string;
  readonly network: NetworkId;
  readonly address: Address;
  readonly pathIndex: number;
}

/** Null until the signer has made it. */
export async function findPayingWallet(
  db: Reader,
  network: NetworkId,
  merchantId: string,
): Promise<PayingWallet | null> {
  const wallet = await getMerchantWallet(db, network, merchantId);
  if (!wallet) return null;
  const { address, pathIndex } = wallet;
  return { merchantId, network, address: address as Address, pathIndex };
}

/** Nobody else signs for that wallet until the transaction ends. */
export async function lockWallet(tx: Tx, { network, address }: PayingWallet): Promise<void> {
  const [row] = await tx
    .select({ address: addresses.address })
    .from(addresses)
    .where(and(eq(addresses.network, network), eq(addresses.address, address)))
    .for("no key update");
  present(row, "the wallet");
}

/**
 * What a wallet may still sign for: what the books say lies on it, less what is signed for and not booked yet.
 * Negative when money vanished from it. What is promised is read first: of a payment that is booked between the two
 * reads the answer is too little, never too much.
 */
export async function readLiquidity(db: Reader, wallet: PayingWallet): Promise<bigint> {
  const { merchantId, network, address } = wallet;
  const [promised] = await db
    .select({ sum: sql<string>`coalesce(sum(${withdrawals.netUnits}), 0)::text` })
    .from(withdrawals)
    .where(
      and(
        eq(withdrawals.merchantId, merchantId),
        eq(withdrawals.network, network),
        inArray(withdrawals.state, ["sent", "included"]),
      ),
    );
  const balance: Units = await getBalance(db, merchantId, account(network, "chain", address));
  return balance - units(BigInt(promised?.sum ?? "0"));
}
