import { type SQL, sql } from "drizzle-orm";
import type { TransactionType, WireStatus } from "@/lib/api";
import { NETWORK_IDS, type NetworkId } from "@/lib/kit";
import { invoiceStatusesOf } from "./invoice-record";
import { type Search, searchTerms } from "./search";
import { statesOf } from "./withdrawal-record";

/** Which records a list shows; what is not given does not matter. */
export interface RecordFilter {
  readonly type?: TransactionType;
  readonly status?: WireStatus;
  readonly currencyType?: NetworkId;
  readonly fromDate?: Date;
  readonly toDate?: Date;
  /** Exact: an id, an address, an invoice's number, a reference id or a hash. */
  readonly search?: string;
  readonly customerId?: string;
}

type Table = "invoices" | "deposits" | "withdrawals";

/** Rows of one table that one index has in the list's order. */
export interface Branch {
  readonly table: Table;
  /** Columns by which the index is asked, with each combination of their values that is wanted; or none. */
  readonly keys: readonly string[];
  readonly combinations: readonly (readonly string[])[];
  readonly where: readonly SQL[];
}

/** A table with records, and what a filter means to it. */
interface Source {
  readonly table: Table;
  readonly keys: readonly string[];
  /** The values of each key that the filter lets through. */
  readonly values: readonly (readonly string[])[];
  /** Whether those are all there are, so that the key need not be asked for. */
  readonly all: readonly boolean[];
  readonly where: readonly SQL[];
}

const DEPOSIT_STATUSES = ["initiated", "confirmed", "failed"] as const;

/** What has to be read for a filter: none, when nothing can match it. */
export function branchesOf(filter: RecordFilter): readonly Branch[] {
  const search = filter.search === undefined ? null : searchTerms(filter.search);
  return sourcesOf(filter)
    .filter((source) => source.values.every((values) => values.length > 0))
    .flatMap((source) => branchesOfSource(source, filter, search));
}

function branchesOfSource(source: Source, filter: RecordFilter, search: Search | null): Branch[] {
  const { table } = source;
  const plain = { table, keys: [], combinations: [] };
  const where = [...source.where, ...conditionsOf(source)];
  // Few rows have what is searched for, or are a customer's: the rest of the filter is held against those.
  if (search !== null) {
    const mine = filter.customerId === undefined ? [] : [isCustomer(filter.customerId)];
    return search[table].map((term) => ({ ...plain, where: [...where, ...mine, term] }));
  }
  if (filter.customerId !== undefined) {
    return [{ ...plain, where: [...where, isCustomer(filter.customerId)] }];
  }
  if (source.all.every(Boolean)) return [{ ...plain, where: source.where }];
  return [{ table, keys: source.keys, combinations: product(source.values), where: source.where }];
}

function isCustomer(customerId: string): SQL {
  return sql`customer_id = ${customerId}::uuid`;
}

function sourcesOf(filter: RecordFilter): Source[] {
  const { type, status } = filter;
  const networks = filter.currencyType === undefined ? NETWORK_IDS : [filter.currencyType];
  const anyNetwork = filter.currencyType === undefined;
  const sources: Source[] = [];
  if (type === undefined || type === "deposit") {
    const both = [
      ["invoices", invoiceStatusesOf(status)],
      ["deposits", DEPOSIT_STATUSES.filter((one) => status === undefined || one === status)],
    ] as const;
    for (const [table, statuses] of both) {
      // An invoice is nobody's in particular.
      if (table === "invoices" && filter.customerId !== undefined) continue;
      sources.push({
        table,
        keys: ["network", "status"],
        values: [networks, statuses],
        all: [anyNetwork, status === undefined],
        where: [],
      });
    }
  }
  if (type === undefined || type !== "deposit") {
    sources.push({
      table: "withdrawals",
      keys: ["network", "type", "state"],
      values: [networks, type === undefined ? ["withdrawal", "payout"] : [type], statesOf(status)],
      all: [anyNetwork, type === undefined, status === undefined],
      // The operator's fees are none of the merchant's transactions.
      where: [sql`type <> 'fee_settlement'`],
    });
  }
  return sources;
}

function conditionsOf({ keys, values, all }: Source): SQL[] {
  return keys.flatMap((key, at) => {
    if (all[at]) return [];
    return [sql`${sql.raw(key)} in (${listOf(values[at] ?? [])})`];
  });
}

export function listOf(values: readonly string[]): SQL {
  return sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
}

function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (made, list) => made.flatMap((begun) => list.map((value) => [...begun, value])),
    [[]],
  );
}
