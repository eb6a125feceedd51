import { and, eq, isNotNull } from "drizzle-orm";
import { type Address, type ChainReader, ChainUnavailableError } from "@/lib/chains";
import { addresses, type Database } from "@/lib/db";
import { type NetworkId, type Units, units } from "@/lib/kit";
import { listChainBalances } from "@/lib/ledger";

export interface AddressDifference {
  readonly network: NetworkId;
  readonly address: string;
  readonly books: Units;
  readonly chain: Units;
}

export interface NetworkReconciliation {
  readonly network: NetworkId;
  readonly addresses: number;
  readonly books: Units;
  readonly chain: Units;
  readonly differences: readonly AddressDifference[];
}

const PARALLEL = 8;
const TRIES = 12;
const WAIT_MS = 1_500;

/**
 * Compares the books with `balanceOf` in the final block, address by address, for every address that is
 * bound to a merchant. What became final a moment ago is booked a moment later, so a difference counts only
 * when it stays.
 */
export async function reconcileNetwork(
  db: Database,
  adapter: ChainReader,
): Promise<NetworkReconciliation> {
  const all = await db.orm
    .select({ address: addresses.address, display: addresses.display })
    .from(addresses)
    .where(and(eq(addresses.network, adapter.network), isNotNull(addresses.merchantId)));
  const chain = new Map<string, Units>();
  let books = new Map<string, Units>();
  let open = all;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const last = attempt >= TRIES;
    try {
      for (const [address, sum] of await readBalances(adapter, open)) chain.set(address, sum);
      books = await readBooks(db, adapter.network);
      open = all.filter((row) => (books.get(row.address) ?? 0n) !== chain.get(row.address));
    } catch (error) {
      // A node that has just come back may not know the state of its final block yet.
      if (last || !(error instanceof ChainUnavailableError)) throw error;
    }
    if (last) break;
    if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  return {
    network: adapter.network,
    addresses: all.length,
    books: sum(books.values()),
    chain: sum(chain.values()),
    differences: open.map((row) => ({
      network: adapter.network,
      address: row.display,
      books: books.get(row.address) ?? units(0n),
      chain: chain.get(row.address) ?? units(0n),
    })),
  };
}

async function readBooks(db: Database, network: NetworkId): Promise<Map<string, Units>> {
  const rows = await listChainBalances(db.orm, network);
  return new Map(rows.map((row) => [row.address, row.balance]));
}

async function readBalances(
  adapter: ChainReader,
  rows: readonly { readonly address: string }[],
): Promise<readonly (readonly [string, Units])[]> {
  const found: (readonly [string, Units])[] = [];
  for (let start = 0; start < rows.length; start += PARALLEL) {
    const batch = rows.slice(start, start + PARALLEL);
    const balances = await Promise.all(
      batch.map((row) => adapter.tokenBalance(row.address as Address, "final")),
    );
    batch.forEach((row, index) => {
      found.push([row.address, balances[index] ?? units(0n)]);
    });
  }
  return found;
}

function sum(values: Iterable<Units>): Units {
  let total = 0n;
  for (const value of values) total += value;
  return units(total);
}
