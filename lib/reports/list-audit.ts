import { type SQL, sql } from "drizzle-orm";
import { windowOf, writeCursor } from "@/lib/api";
import {
  type ActorName,
  type Context,
  olderThan,
  readActors,
  readAlone,
  requirePermission,
} from "@/lib/command";

export interface AuditFilter {
  /** As the log writes it: "user:…", "api_key:…", "job:…". */
  readonly actor?: string;
  readonly action?: string;
  /** The id of what it was done to. */
  readonly subject?: string;
  readonly from?: Date;
  readonly to?: Date;
}

export interface AuditPage {
  readonly cursor?: string;
  /** At most 1000. */
  readonly limit: number;
}

export interface AuditLine {
  readonly id: string;
  readonly at: Date;
  /** As the log writes it, and the name behind it. */
  readonly actorText: string;
  readonly actor: ActorName | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly requestId: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Its place in the merchant's chain; null: it waits for a second to be sealed. */
  readonly seal: { readonly position: number; readonly hash: string } | null;
}

export interface AuditList {
  readonly docs: readonly AuditLine[];
  readonly nextCursor: string | null;
  /** Not null: rows were held against several filters down to this moment; `nextCursor` goes on, also after an empty page. */
  readonly lookedTo: Date | null;
}

type Row = {
  readonly id: string;
  readonly created_at: string;
  readonly fits: boolean;
  readonly looked: number;
  readonly actor: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly request_id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly position: string | null;
  readonly hash: string | null;
};

const MOST = 1_000;
/** So many rows of one filter are held against the others. */
const LOOK = 5_000;

/** The merchant's audit log, newest first, at any depth in constant time (D-30). Throws scope_missing, validation_failed. */
export async function listAudit(
  ctx: Context,
  filter: AuditFilter,
  page: AuditPage,
): Promise<AuditList> {
  requirePermission(ctx, "audit:read");
  const limit = Math.min(page.limit, MOST);
  const { after } = windowOf({ ...page, page: 1, limit });
  const rows = await readAlone<Row>(ctx, selectLines(filter, olderThan(after), limit));
  const lines = rows.filter((row) => row.fits);
  const shown = lines.slice(0, limit);
  const actors = await readActors(
    ctx,
    shown.map(({ actor }) => actor),
  );
  const end = (rows[0]?.looked ?? 0) >= LOOK ? rows.at(-1) : undefined;
  const next = lines.length > limit ? shown.at(-1) : end;
  return {
    docs: shown.map((row) => lineOf(row, actors)),
    nextCursor:
      next === undefined
        ? null
        : writeCursor({ createdAt: new Date(next.created_at), id: next.id }),
    lookedTo: end === undefined ? null : new Date(end.created_at),
  };
}

/** One filter is asked of its index; further ones are held against what that finds. */
function selectLines(filter: AuditFilter, after: SQL, limit: number): SQL {
  const asked = [
    ...(filter.subject === undefined ? [] : [sql`subject_id = ${filter.subject}`]),
    ...(filter.actor === undefined ? [] : [sql`actor = ${filter.actor}`]),
    ...(filter.action === undefined ? [] : [sql`action = ${filter.action}`]),
  ];
  const [first = sql`true`, ...rest] = asked;
  const fits = rest.length === 0 ? sql`true` : sql.join(rest, sql` and `);
  const dates = [
    ...(filter.from ? [sql`created_at >= ${filter.from.toISOString()}::timestamptz`] : []),
    ...(filter.to ? [sql`created_at <= ${filter.to.toISOString()}::timestamptz`] : []),
  ];
  const given = sql.join([sql`merchant_id = bound.id`, first, after, ...dates], sql` and `);
  const most = rest.length === 0 ? limit + 1 : LOOK;
  return sql`
    with looked as materialized (
      select *, ${fits} as fits from audit_log where ${given} order by created_at desc, id desc limit ${most}
    ), found as materialized (
      select id from looked where fits order by created_at desc, id desc limit ${limit + 1}
    ), ended as materialized (select id from looked order by created_at, id limit 1)
    select l.id, l.created_at, l.fits, l.actor, l.action, l.subject_kind, l.subject_id, l.request_id, l.data,
      (select count(*)::int from looked) as looked, c.position, encode(c.hash, 'hex') as hash
    from (select id from found union select id from ended) wanted join looked l on l.id = wanted.id
    left join lateral (select position, hash from audit_chain where audit_id = wanted.id offset 0) c on true
    order by l.created_at desc, l.id desc`;
}

function lineOf(row: Row, actors: ReadonlyMap<string, ActorName>): AuditLine {
  const sealed = row.position !== null && row.hash !== null;
  return {
    id: row.id,
    at: new Date(row.created_at),
    actorText: row.actor,
    actor: actors.get(row.actor) ?? null,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    requestId: row.request_id,
    data: row.data,
    seal: sealed ? { position: Number(row.position), hash: row.hash ?? "" } : null,
  };
}
