import { and, eq, isNull, sql } from "drizzle-orm";
import { type AddressPurpose, addresses, type Database, type OwnerKind, type Tx } from "@/lib/db";
import type { NetworkId } from "@/lib/kit";

/** A transaction, or a pool when a single statement is all there is. */
export type Reader = Tx | Database["orm"];

/** Whose an address is. A deposit address that nobody took has neither merchant nor owner. */
export interface AddressEntry {
  readonly merchantId: string | null;
  readonly purpose: AddressPurpose;
  readonly ownerKind: OwnerKind | null;
  readonly ownerId: string | null;
  readonly pathIndex: number;
}

export interface Wallet {
  readonly address: string;
  readonly display: string;
  readonly pathIndex: number;
}

const entry = {
  merchantId: addresses.merchantId,
  purpose: addresses.purpose,
  ownerKind: addresses.ownerKind,
  ownerId: addresses.ownerId,
  pathIndex: addresses.pathIndex,
};
const wallet = {
  address: addresses.address,
  display: addresses.display,
  pathIndex: addresses.pathIndex,
};

/** Those of the given addresses that are ours, in one query however many are asked for. */
export async function matchAddresses(
  db: Reader,
  network: NetworkId,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, AddressEntry>> {
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ address: addresses.address, ...entry })
    .from(addresses)
    .where(
      and(
        eq(addresses.network, network),
        sql`${addresses.address} = any(${sql.param([...wanted])}::char(40)[])`,
      ),
    );
  return new Map(rows.map(({ address, ...rest }) => [address, rest]));
}

/** Whose that address is; null when it is none of ours (or, for the web role, none of its merchant's). */
export async function findAddress(
  db: Reader,
  network: NetworkId,
  address: string,
): Promise<AddressEntry | null> {
  return (await matchAddresses(db, network, [address])).get(address) ?? null;
}

/** Whether an address is any of ours, whichever merchant asks. */
export async function isGatewayAddress(
  db: Reader,
  network: NetworkId,
  address: string,
): Promise<boolean> {
  const rows = await db.execute<{ ours: boolean }>(
    sql`select is_gateway_address(${network}, ${address}) as ours`,
  );
  return rows[0]?.ours === true;
}

/** The wallet that a merchant's sweeps end in; null until the signer has made it. */
export async function getMerchantWallet(
  db: Reader,
  network: NetworkId,
  merchantId: string,
): Promise<Wallet | null> {
  const [row] = await db
    .select(wallet)
    .from(addresses)
    .where(
      and(
        eq(addresses.merchantId, merchantId),
        eq(addresses.network, network),
        eq(addresses.purpose, "merchant"),
      ),
    );
  return row ?? null;
}

/** The wallet that pays the network fees of that network; null until the signer has made it. */
export async function getGasWallet(db: Reader, network: NetworkId): Promise<Wallet | null> {
  const [row] = await db
    .select(wallet)
    .from(addresses)
    .where(and(eq(addresses.network, network), eq(addresses.purpose, "gas")));
  return row ?? null;
}

/** How many deposit addresses of a network nobody has taken. */
export async function countFree(db: Reader, network: NetworkId): Promise<number> {
  const [row] = await db
    .select({ free: sql<number>`count(*)::int` })
    .from(addresses)
    .where(
      and(
        eq(addresses.network, network),
        eq(addresses.purpose, "deposit"),
        isNull(addresses.ownerKind),
      ),
    );
  return row?.free ?? 0;
}
