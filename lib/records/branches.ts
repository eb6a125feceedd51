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

export type Table = "invoices" | "deposits" | "withdrawals";

/** Rows of one table that one index has in the list's order. */
export interface Branch {
  readonly table: Table;
  /** Columns by which the index is asked, with each combination of their values that is wanted; or none. */
  readonly keys: readonly string[];
  readonly combinations: readonly (readonly string[])[];
  readonly where: readonly SQL[];
  /** Few rows, which no index has in the list's order: found first, and then sorted. */
  readonly fenced?: boolean;
}

/** A table with records, and what a filter means to it. */
export interface Source {
  readonly table: Table;
  readonly keys: readonly string[];
  /** The values of each key that the filter lets through. */
  readonly values: readonly (readonly string[])[];
  /** Whether those are all there are, so that the key need not be asked for. */
  readonly all: readonly boolean[];
  readonly where: readonly SQL[];
}

const DEPOSIT_STATUSES = ["initiated", "confirmed", "failed"] as const;
const OUTWARD = ["withdrawal", "payout"] as const;

/** What has to be read for a filter: none, when nothing can match it. */
export function branchesOf(filter: RecordFilter): readonly Branch[] {
  const search = filter.search === undefined ? null : searchTerms(filter.search);
  return sourcesOf(wantedOf(filter), filter.customerId === undefined).flatMap((source) =>
    branchesOfSource(source, filter, search),
  );
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
  return [byKeys(source)];
}

/** Rows of a source by the index that has its keys, or of all of them by the one that has none. */
export function byKeys(source: Source): Branch {
  const { table, keys, where } = source;
  if (source.all.every(Boolean)) return { table, keys: [], combinations: [], where };
  return { table, keys, combinations: product(source.values), where };
}

export function isCustomer(customerId: string): SQL {
  return sql`customer_id = ${customerId}::uuid`;
}

/** The kinds of records that are wanted; what is not given does not matter. */
export interface Wanted {
  readonly types?: readonly TransactionType[] | undefined;
  readonly statuses?: readonly WireStatus[] | undefined;
  readonly networks?: readonly NetworkId[] | undefined;
}

function wantedOf({ type, status, currencyType }: RecordFilter): Wanted {
  return {
    types: type && [type],
    statuses: status && [status],
    networks: currencyType && [currencyType],
  };
}

/** The tables that may have such records, and what is asked of each. An invoice is nobody's in particular. */
export function sourcesOf(wanted: Wanted, nobodys: boolean): readonly Source[] {
  const { types, statuses } = wanted;
  const networks = wanted.networks ?? NETWORK_IDS;
  const anyNetwork = wanted.networks === undefined;
  const sources: Source[] = [];
  if (types === undefined || types.includes("deposit")) {
    const both = [
      [
        "invoices",
        statuses ? statuses.flatMap((one) => invoiceStatusesOf(one)) : invoiceStatusesOf(),
      ],
      ["deposits", DEPOSIT_STATUSES.filter((one) => !statuses || statuses.includes(one))],
    ] as const;
    for (const [table, values] of both) {
      if (table === "invoices" && !nobodys) continue;
      sources.push({
        table,
        keys: ["network", "status"],
        values: [networks, values],
        all: [anyNetwork, statuses === undefined],
        where: [],
      });
    }
  }
  const outward = OUTWARD.filter((type) => types === undefined || types.includes(type));
  if (outward.length > 0) {
    const states = statuses ? statuses.flatMap((one) => statesOf(one)) : statesOf();
    sources.push({
      table: "withdrawals",
      keys: ["network", "type", "state"],
      values: [networks, outward, states],
      all: [anyNetwork, outward.length === OUTWARD.length, statuses === undefined],
      // The operator's fees are none of the merchant's transactions.
      where: [sql`type <> 'fee_settlement'`],
    });
  }
  return sources.filter((source) => source.values.every((values) => values.length > 0));
}

/** What a source's keys come to as conditions, for rows that another index finds. */
export function conditionsOf({ keys, values, all }: Source): SQL[] {
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

export function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (made, list) => made.flatMap((begun) => list.map((value) => [...begun, value])),
    [[]],
  );
}
