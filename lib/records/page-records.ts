import { type SQL, sql } from "drizzle-orm";
import {
  DEEPEST_ROW,
  type Page,
  type PageRequest,
  type PageWindow,
  pageOf,
  windowOf,
} from "@/lib/api";
import { type Context, olderThan, readAlone } from "@/lib/command";
import { type Branch, branchesOf, listOf, type RecordFilter } from "./branches";
import { inOrder } from "./read-records";
import { type RecordRow, selectRecords } from "./record-rows";

/** A key of a record and, on each, how many the filter lets through. */
type KeyRow = { readonly id: string | null; readonly total: number };

/**
 * A page of the records that a filter lets through, newest first, shown by `show`. Each table is read by an
 * index that has its rows in that order, so a page reads few rows however many there are; the total is counted
 * up to DEEPEST_ROW. It asks for no permission: verbs do. Throws validation_failed (page too deep, bad cursor).
 */
export async function pageRecords<T>(
  ctx: Context,
  input: RecordFilter & PageRequest,
  show: (row: RecordRow) => T,
): Promise<Page<T>> {
  const branches = branchesOf(input);
  const select = selectPage(branches, datesOf(input), windowOf(input));
  const keys = branches.length === 0 ? [] : await readAlone<KeyRow>(ctx, select);
  const ids = keys.flatMap(({ id }) => id ?? []);
  const rows = ids.length === 0 ? [] : await readAlone<RecordRow>(ctx, selectRecords(ids));
  const page = pageOf<RecordRow>(input, inOrder(ids, rows), keys[0]?.total ?? 0, (row) => ({
    createdAt: new Date(row.created_at),
    id: row.id,
  }));
  return { ...page, docs: page.docs.map(show) };
}

/** The ids of a page and, on each, how many there are, counted to DEEPEST_ROW. */
export function selectPage(
  branches: readonly Branch[],
  dates: readonly SQL[],
  { after, skip, take }: PageWindow,
): SQL {
  return sql`
    select page.id, counted.total from (
      select count(*)::int as total from (
        select from (${streamOf(branches, dates, DEEPEST_ROW)}) stream limit ${DEEPEST_ROW}) every
    ) counted left join (
      select created_at, id from (${streamOf(branches, [...dates, olderThan(after)], skip + take)}) stream
      order by created_at desc, id desc limit ${take} offset ${skip}
    ) page on true order by page.created_at desc, page.id desc`;
}

/** The conditions of a list's first and last moment. */
export function datesOf({ fromDate, toDate }: Pick<RecordFilter, "fromDate" | "toDate">): SQL[] {
  return [
    ...(fromDate ? [sql`created_at >= ${momentOf(fromDate)}::timestamptz`] : []),
    ...(toDate ? [sql`created_at <= ${momentOf(toDate)}::timestamptz`] : []),
  ];
}

const FIRST_MOMENT = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_MOMENT = Date.parse("9999-12-31T23:59:59.999Z");

/** JavaScript writes years before 1 and after 9999 in a way that PostgreSQL does not read. */
function momentOf(date: Date): string {
  return new Date(Math.min(Math.max(date.getTime(), FIRST_MOMENT), LAST_MOMENT)).toISOString();
}

/** The newest `most` of each branch in one stream. */
function streamOf(branches: readonly Branch[], also: readonly SQL[], most: number): SQL {
  const tables = new Set(branches.map((branch) => branch.table));
  // What several branches of one table find counts once.
  const joint = branches.length > tables.size ? sql` union ` : sql` union all `;
  return sql.join(
    branches.map((branch) => sql`(${newestOf(branch, also, most)})`),
    joint,
  );
}

/** The newest `most` rows of a branch, each by its place; `more` are further columns. */
export function newestOf(branch: Branch, also: readonly SQL[], most: number, more = sql``): SQL {
  const { keys, combinations } = branch;
  const table = sql.raw(branch.table);
  const given = sql.join([sql`merchant_id = bound.id`, ...branch.where, ...also], sql` and `);
  const order = sql`order by created_at desc, id desc limit ${most}`;
  if (keys.length === 0) {
    const rows = branch.fenced
      ? sql`(select * from ${table} where ${given} offset 0) fenced`
      : table;
    const where = branch.fenced ? sql`` : sql` where ${given}`;
    return sql`select created_at, id${more} from ${rows}${where} ${order}`;
  }
  const wanted = combinations.map((values) => sql`(${listOf(values)})`);
  const same = sql.raw(keys.map((key) => `${branch.table}.${key} = wanted.${key}`).join(" and "));
  return sql`
    select newest.*
    from (values ${sql.join(wanted, sql`, `)}) wanted (${sql.raw(keys.join(", "))}) cross join lateral (
      select created_at, id${more} from ${table} where ${given} and ${same} ${order}) newest`;
}
