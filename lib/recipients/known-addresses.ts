import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db";
import type { NetworkId } from "@/lib/kit";
import { lookOf, looksAlike } from "./look-alike";

/** An address that could be taken for another one. */
export interface KnownAddress {
  readonly address: string;
  /** Its name in the address book; null: it was paid before. */
  readonly label: string | null;
}

/**
 * The addresses of the book, and those that were paid before, that a hurried eye takes for this one (as people write
 * it). An address that stands in the book itself is taken for no other.
 */
export async function findLookAlikes(
  tx: Tx,
  merchantId: string,
  network: NetworkId,
  address: string,
): Promise<readonly KnownAddress[]> {
  const look = lookOf(address);
  const rows = await tx.execute<{ address: string; label: string | null }>(sql`
    select wallet_address as address, label from recipients
    where merchant_id = ${merchantId} and network = ${network} and look = ${look} and removed_at is null
    union all
    select wallet_address, null from (
      select distinct wallet_address from withdrawals
      where merchant_id = ${merchantId} and network = ${network} and look = ${look} and type <> 'fee_settlement'
        and state in ('sent', 'included', 'settled')) paid`);
  const known = [...rows];
  if (known.some((one) => one.label !== null && one.address === address)) return [];
  const alike = known.filter((one) => looksAlike(one.address, address));
  const named = new Set(alike.filter((one) => one.label !== null).map((one) => one.address));
  return alike.filter((one) => one.label !== null || !named.has(one.address));
}
