import { type SQL, sql } from "drizzle-orm";
import { type PageRequest, type Place, windowOf, writeCursor } from "@/lib/api";
import { type Context, olderThan, readAlone, requirePermission } from "@/lib/command";
import {
  isGivenUp,
  type ListFilter,
  type LookedBranch,
  listBranches,
  type Owners,
  ownerTexts,
} from "./list-branches";
import { datesOf, newestOf, selectPage } from "./page-records";
import { inOrder } from "./read-records";
import { itemOf, type RecordItem } from "./record-item";
import { type RecordRow, selectRecords } from "./record-rows";

/** A page of the dashboard's list, newest first. */
export interface RecordList {
  readonly docs: readonly RecordItem[];
  readonly page: number;
  readonly limit: number;
  /** How many there are, counted to 10,000; or in this look alone, when `lookedTo` says how far that went. */
  readonly total: number;
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
  /**
   * Not null: rows were held against the filter one by one, down to this moment, and older ones may match too.
   * `nextCursor` goes on from there, even after a page with few records or none.
   */
  readonly lookedTo: Date | null;
}

/** So many rows of each branch are held against a filter that no index answers, before the caller is asked to go on. */
const LOOK = 2_000;

/**
 * Records of the merchant by everything that the dashboard filters and searches (D-04, D-07), however many there are:
 * by an index in the list's order, or by a look at a bounded number of rows. Throws scope_missing, validation_failed.
 */
export async function listRecords(
  ctx: Context,
  filter: ListFilter,
  page: PageRequest,
): Promise<RecordList> {
  requirePermission(ctx, "invoices:read");
  const window = windowOf(page);
  const branches = listBranches(filter, await readOwners(ctx, filter));
  const dates = datesOf(filter);
  if (branches.length === 0) return listOf(page, [], new Set(), null, 0);
  const looking = branches.some((branch) => branch.rest.length > 0);
  const select = looking
    ? selectLook(branches, [...dates, olderThan(window.after)], window)
    : selectPage(branches, dates, window);
  const keys = await readAlone<KeyRow>(ctx, select);
  const ids = keys.flatMap(({ id }) => id ?? []);
  const [first] = keys;
  const end: Place | null =
    first?.end_id == null ? null : { createdAt: new Date(first.end_at ?? ""), id: first.end_id };
  const [rows, failed] =
    ids.length === 0
      ? [[], []]
      : await Promise.all([
          readAlone<RecordRow>(ctx, selectRecords(ids)),
          readAlone<{ id: string }>(ctx, selectFailed(ids)),
        ]);
  const shown = inOrder(ids, rows);
  return listOf(page, shown, new Set(failed.map(({ id }) => id)), end, first?.total ?? 0);
}

type KeyRow = {
  readonly id: string | null;
  readonly total: number;
  readonly end_at?: string | null;
  readonly end_id?: string | null;
};

async function readOwners(ctx: Context, filter: ListFilter): Promise<Owners> {
  const select = ownerTexts(filter);
  const rows =
    select === null
      ? []
      : await readAlone<{ id: string; filtered: boolean; searched: boolean }>(ctx, select);
  const filtered = filter.userId === undefined ? null : rows.filter((row) => row.filtered);
  return {
    filtered: filtered?.map(({ id }) => id) ?? null,
    searched:
      filter.search === undefined ? [] : rows.filter((row) => row.searched).map(({ id }) => id),
  };
}

/** The newest LOOK of each branch, those of them that fit, and where the look ended for the branch that ended first. */
function selectLook(
  branches: readonly LookedBranch[],
  also: readonly SQL[],
  { skip, take }: { readonly skip: number; readonly take: number },
): SQL {
  const looks = branches.map((branch, at) => {
    const fits = branch.rest.length === 0 ? sql`true` : sql.join([...branch.rest], sql` and `);
    const columns = sql`, ${sql.raw(String(at))} as branch, (${fits}) is true as fits`;
    return sql`(select * from (${newestOf(branch, also, LOOK, columns)}) newest
      order by created_at desc, id desc limit ${LOOK})`;
  });
  return sql`
    with looked as materialized (${sql.join(looks, sql` union all `)}), ended as (
      select created_at, id from (
        select distinct on (branch) created_at, id from looked
        where branch in (select branch from looked group by branch having count(*) >= ${LOOK})
        order by branch, created_at, id
      ) ends order by created_at desc, id desc limit 1
    ), found as materialized (
      select distinct created_at, id from looked
      where fits and ((created_at, id) >= (select created_at, id from ended) or not exists (select from ended))
    )
    select page.id, counted.total, ended.created_at as end_at, ended.id as end_id
    from (select count(*)::int as total from found) counted left join ended on true left join (
      select created_at, id from found order by created_at desc, id desc limit ${take} offset ${skip}
    ) page on true order by page.created_at desc, page.id desc`;
}

function selectFailed(ids: readonly string[]): SQL {
  return sql`
    select distinct subject_id::text as id from webhook_events
    where merchant_id = bound.id and subject_id = any(${`{${ids.join(",")}}`}::uuid[]) and ${isGivenUp()}`;
}

function listOf(
  { page, limit, cursor }: PageRequest,
  rows: readonly RecordRow[],
  failed: ReadonlySet<string>,
  end: Place | null,
  total: number,
): RecordList {
  const docs = rows.slice(0, limit).map((row) => itemOf(row, failed.has(row.id)));
  const last = docs.at(-1);
  const more = rows.length > limit;
  const next = more && last ? { createdAt: last.createdAt, id: last.id } : end;
  return {
    docs,
    page: cursor === undefined ? page : 1,
    limit,
    total: total,
    hasNextPage: next !== null,
    nextCursor: next === null ? null : writeCursor(next),
    lookedTo: end === null ? null : end.createdAt,
  };
}
