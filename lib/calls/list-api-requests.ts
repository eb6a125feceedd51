import { type SQL, sql } from "drizzle-orm";
import { invalidFields } from "@/lib/api";
import {
  type ActorName,
  type Context,
  readActors,
  readAlone,
  requirePermission,
} from "@/lib/command";
import { isUuid } from "@/lib/kit";

/** 2 is every status from 200 to 299. */
export type StatusClass = 2 | 3 | 4 | 5;

export interface CallFilter {
  readonly statusClass?: StatusClass;
  readonly method?: string;
  /** As the API's reference writes it: "/public/wallet/view/{userId}". */
  readonly route?: string;
  readonly keyId?: string;
  /** The request id. */
  readonly id?: string;
  readonly from?: Date;
  readonly to?: Date;
}

export interface CallPage {
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
  /** At most 200. */
  readonly limit: number;
}

export interface CallLine {
  /** The request id. */
  readonly id: string;
  readonly at: Date;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly status: number;
  readonly error: string | null;
  readonly durationMs: number;
  /** The key or the person; its name is null where it is unknown. */
  readonly actor: ActorName | null;
}

export interface CallList {
  readonly docs: readonly CallLine[];
  readonly nextCursor: string | null;
  /** Not null: calls were held against several filters down to this moment; `nextCursor` goes on, also after an empty page. */
  readonly lookedTo: Date | null;
}

export type LineRow = {
  readonly id: string;
  readonly created_at: string;
  readonly actor: string;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly status: number;
  readonly error: string | null;
  readonly duration_ms: number;
};
type Row = LineRow & { readonly fits: boolean; readonly looked: number };

const MOST = 200;
/** So many calls that one filter found are held against the others. */
const LOOK = 2_000;

/** A merchant's API calls, newest first, at any depth in constant time (D-28). Throws scope_missing, validation_failed. */
export async function listApiRequests(
  ctx: Context,
  filter: CallFilter,
  page: CallPage,
): Promise<CallList> {
  requirePermission(ctx, "keys:read");
  const limit = Math.min(page.limit, MOST);
  if (page.cursor !== undefined && !isUuid(page.cursor)) {
    throw invalidFields([{ path: "cursor", message: "Not a cursor of this list" }]);
  }
  const rows = await readAlone<Row>(ctx, selectLines(filter, page.cursor, limit));
  const fitting = rows.filter(({ fits }) => fits);
  const shown = fitting.slice(0, limit);
  const actors = await readActors(
    ctx,
    shown.map(({ actor }) => actor),
  );
  const end = (rows[0]?.looked ?? 0) >= LOOK ? rows.at(-1) : undefined;
  const next = fitting.length > limit ? shown.at(-1) : end;
  return {
    docs: shown.map((row) => lineOf(row, actors)),
    nextCursor: next?.id ?? null,
    lookedTo: end === undefined ? null : new Date(end.created_at),
  };
}

/** One filter is asked of its index, in the order of ids; further ones are held against what that finds. */
function selectLines(filter: CallFilter, cursor: string | undefined, limit: number): SQL {
  const { keyId, route, statusClass: status, method, id, from, to } = filter;
  const indexed = [
    ...(id === undefined ? [] : [sql`id = ${id}::uuid`]),
    ...(keyId === undefined ? [] : [sql`actor = ${`api_key:${keyId}`}`]),
    ...(route === undefined ? [] : [sql`route = ${route}`]),
    // One index holds all that went wrong.
    ...(status !== undefined && status >= 4 ? [sql`status >= 400`] : []),
  ];
  const [first = sql`true`, ...others] = indexed;
  const rest = [
    ...others,
    ...(status === undefined
      ? []
      : [sql`status between ${status * 100}::smallint and ${status * 100 + 99}::smallint`]),
    ...(method === undefined ? [] : [sql`method = ${method}`]),
  ];
  const fits = rest.length === 0 ? sql`true` : sql.join(rest, sql` and `);
  const most = rest.length === 0 ? limit + 1 : LOOK;
  const given = sql.join(
    [
      sql`merchant_id = bound.id`,
      first,
      ...(cursor === undefined ? [] : [sql`id < ${cursor}::uuid`]),
      ...(from ? [sql`id >= ${idAt(from, "0")}::uuid`] : []),
      ...(to ? [sql`id <= ${idAt(to, "f")}::uuid`] : []),
    ],
    sql` and `,
  );
  return sql`
    with looked as materialized (
      select id, created_at, actor, method, route, path, status, error, duration_ms, ${fits} as fits
      from api_requests where ${given} order by id desc limit ${most}
    )
    select *, (select count(*)::int from looked) as looked from (
      (select * from looked where fits order by id desc limit ${limit + 1})
      union
      (select * from looked order by id limit 1)
    ) lines order by id desc`;
}

/** The first or the last id that a moment can have: a UUIDv7 begins with its milliseconds. */
function idAt(at: Date, fill: "0" | "f"): string {
  const time = Math.max(0, at.getTime()).toString(16).padStart(12, "0").slice(-12);
  const rest = [fill.repeat(4), fill.repeat(4), fill.repeat(12)].join("-");
  return `${time.slice(0, 8)}-${time.slice(8)}-${rest}`;
}

export function lineOf(row: LineRow, actors: ReadonlyMap<string, ActorName>): CallLine {
  return {
    id: row.id,
    at: new Date(row.created_at),
    method: row.method,
    route: row.route,
    path: row.path,
    status: row.status,
    error: row.error,
    durationMs: row.duration_ms,
    actor: actors.get(row.actor) ?? null,
  };
}
