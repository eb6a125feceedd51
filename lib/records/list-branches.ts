import { type SQL, sql } from "drizzle-orm";
import type { TransactionType, WireStatus } from "@/lib/api";
import type { InvoiceException } from "@/lib/db";
import { type NetworkId, parseAmount, type Units } from "@/lib/kit";
import {
  type Branch,
  byKeys,
  conditionsOf,
  isCustomer,
  product,
  type Source,
  sourcesOf,
} from "./branches";
import { searchTerms } from "./search";

/** Which records the dashboard's list shows; what is not given does not matter. */
export interface ListFilter {
  readonly types?: readonly TransactionType[];
  readonly statuses?: readonly WireStatus[];
  readonly networks?: readonly NetworkId[];
  readonly exception?: InvoiceException;
  /** Micro-USDT, both ends included. */
  readonly amountFrom?: Units;
  readonly amountTo?: Units;
  readonly fromDate?: Date;
  readonly toDate?: Date;
  /** The platform's own name for a user. */
  readonly userId?: string;
  /** Records with a webhook that was given up: of the newest 2,000 such webhooks. */
  readonly webhookFailed?: boolean;
  /** Exact: an id, an address, a hash, an invoice's number, a reference id, an e-mail address, a user's id, an amount. */
  readonly search?: string;
}

/** Rows that an index has in the list's order, and what is held against each of them. */
export interface LookedBranch extends Branch {
  readonly rest: readonly SQL[];
}

/** Ids of users, by what a text may be of theirs. */
export interface Owners {
  /** Of the filter's user; null: it names none. */
  readonly filtered: readonly string[] | null;
  readonly searched: readonly string[];
}

const MOST_FAILED = 2_000;

/** The texts by which users are looked for. */
export function ownerTexts({ userId, search }: ListFilter): SQL | null {
  if (userId === undefined && search === undefined) return null;
  const text = search ?? null;
  return sql`
    select id::text, user_id is not distinct from ${userId ?? null}::text as filtered,
      (user_id = ${text}::text or email = ${text}::text or email = ${text?.toLowerCase() ?? null}::text) is true as searched
    from (
      select id, user_id, email from customers where merchant_id = bound.id and user_id = ${userId ?? null}::text
      union select id, user_id, email from customers where merchant_id = bound.id and user_id = ${text}::text
      union (select id, user_id, email from customers
        where merchant_id = bound.id and email = ${text}::text limit 20)
      union (select id, user_id, email from customers
        where merchant_id = bound.id and email = ${text?.toLowerCase() ?? null}::text limit 20)
    ) known`;
}

/** What has to be read for a filter: none, when nothing can match it. */
export function listBranches(filter: ListFilter, owners: Owners): readonly LookedBranch[] {
  const { types, statuses, networks, exception } = filter;
  const odd = exception !== undefined && exception !== "none";
  return sourcesOf({ types, statuses, networks }, owners.filtered === null)
    .filter((source) => !odd || source.table === "invoices")
    .flatMap((source) => branchesOf(source, filter, owners));
}

/** The narrowest way to a source's rows; whatever else the filter asks is held against what it finds. */
function branchesOf(source: Source, filter: ListFilter, owners: Owners): LookedBranch[] {
  const { table } = source;
  const rest = { amount: amountOf(filter), exception: exceptionOf(filter, table) };
  const others = [...rest.amount, ...rest.exception, ...ownersOf(owners)];
  const found = (term: SQL, held: readonly SQL[]): LookedBranch => ({
    table,
    keys: [],
    combinations: [],
    where: [...source.where, term],
    rest: [...conditionsOf(source), ...held],
  });
  const failed = filter.webhookFailed === true ? [hasFailedWebhook()] : [];
  if (filter.search !== undefined) {
    const terms = searched(filter.search, table, owners);
    return terms.map((term) => found(term, [...others, ...failed]));
  }
  if (owners.filtered !== null) {
    const held = [...rest.amount, ...rest.exception, ...failed];
    return owners.filtered.map((id) => found(isCustomer(id), held));
  }
  // No index has these in the list's order: they are few enough to be sorted.
  if (failed.length > 0) return failed.map((term) => ({ ...found(term, others), fenced: true }));
  const { exception } = filter;
  if (exception !== undefined && exception !== "none") {
    const keys = ["exception", ...source.keys];
    const combinations = product([[exception], ...source.values]);
    const where = [...source.where, sql`exception <> 'none'`];
    return [{ table, keys, combinations, where, rest: rest.amount }];
  }
  const { amountFrom, amountTo } = filter;
  if (amountFrom !== undefined && amountFrom === amountTo) {
    return [found(isAmount(amountFrom), rest.exception)];
  }
  return [{ ...byKeys(source), rest: [...rest.amount, ...rest.exception] }];
}

function searched(text: string, table: Source["table"], owners: Owners): readonly SQL[] {
  const amount = parseAmount(text);
  const terms = [...searchTerms(text)[table], ...(amount === null ? [] : [isAmount(amount)])];
  if (table !== "invoices") return [...terms, ...owners.searched.map(isCustomer)];
  const spellings = text.includes("@") ? new Set([text, text.toLowerCase()]) : [];
  return [...terms, ...[...spellings].map((email) => sql`email = ${email}`)];
}

function isAmount(amount: Units): SQL {
  return sql`amount_units = ${amount.toString()}::bigint`;
}

function amountOf({ amountFrom, amountTo }: ListFilter): SQL[] {
  return [
    ...(amountFrom === undefined ? [] : [sql`amount_units >= ${amountFrom.toString()}::bigint`]),
    ...(amountTo === undefined ? [] : [sql`amount_units <= ${amountTo.toString()}::bigint`]),
  ];
}

function exceptionOf({ exception }: ListFilter, table: Source["table"]): SQL[] {
  // Others than invoices are never odd.
  return exception === undefined || table !== "invoices" ? [] : [sql`exception = ${exception}`];
}

function ownersOf({ filtered }: Owners): SQL[] {
  if (filtered === null) return [];
  const ids = filtered.map(isCustomer);
  return [ids.length === 0 ? sql`false` : sql`(${sql.join(ids, sql` or `)})`];
}

/** A webhook that was tried and given up. What had no URL to go to is not waited for by anybody. */
export function isGivenUp(): SQL {
  return sql`delivery_status = 'failed' and url is not null`;
}

function hasFailedWebhook(): SQL {
  return sql`id = any(array(
    select subject_id from webhook_events where merchant_id = bound.id and ${isGivenUp()}
    order by id desc limit ${sql.raw(String(MOST_FAILED))}))`;
}
