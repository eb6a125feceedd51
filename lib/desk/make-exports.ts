import { sql } from "drizzle-orm";
import { type Context, requirePermission, transact } from "@/lib/command";
import { type ExportFormat, exportChunks, type Tx } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { queueMail } from "@/lib/mail";
import { listRecords } from "@/lib/records";
import { readyMail } from "./ready-mail";
import { expiry } from "./start-export";
import { readFilter } from "./stored-filter";
import { type Cell, csvOf, headerRow, rowOf, zoneClock } from "./transaction-table";
import { writeXlsx } from "./write-xlsx";

export interface MakeOptions {
  /** Where people find their exports; null: the mail names no address. */
  readonly link: ((exportId: string) => string) | null;
  readonly sandbox: boolean;
}

/** A workbook is built in memory: no more rows than this. */
export const XLSX_MOST = 100_000;
const PER_PAGE = 1_000;
const PIECE_BYTES = 1_000_000;
const LEASE_SECONDS = 120;
/** A round looks no longer for rows of a filter that no index answers. */
const ROUND_MS = 2_000;
const GIVEN_UP_MS = 86_400_000;

interface Claimed {
  readonly merchantId: string;
  readonly id: string;
  readonly owner: string;
  readonly format: ExportFormat;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly timeZone: string;
  readonly rowsDone: number;
  readonly pieces: number;
  readonly bytes: number;
  readonly cursor: string | null;
  readonly leasedUntil: string;
  readonly createdAt: Date;
}

interface Batch {
  readonly rows: readonly (readonly Cell[])[];
  readonly cursor: string | null;
}

/**
 * Makes the next piece of the export that waited longest; answers whether there was one. A piece, the place after it and
 * the count are one transaction: whoever is killed, the next round goes on from there. Throws scope_missing.
 */
export async function makeExports(ctx: Context, options: MakeOptions): Promise<boolean> {
  requirePermission(ctx, "jobs");
  const claimed = await claim(ctx);
  if (claimed === null) return false;
  try {
    await makePiece(ctx, claimed, options);
  } catch (error) {
    const old = ctx.now().getTime() - claimed.createdAt.getTime() > GIVEN_UP_MS;
    const told = error instanceof AppError ? error.publicMessage : null;
    // What is not the filter's fault is tried again when the lease is over.
    if (told === null && !old) throw error;
    await fail(ctx, claimed, told ?? "The file could not be made");
  }
  return true;
}

/** Round by round the one that waited longest: a large export keeps no small one waiting. */
async function claim(ctx: Context): Promise<Claimed | null> {
  const [row] = await ctx.db.sql`
    update exports e set state = 'running', leased_until = now() + ${LEASE_SECONDS}::int * interval '1 s'
    from (select merchant_id, id from exports
      where state in ('queued', 'running') and (leased_until is null or leased_until <= now())
      order by leased_until nulls first, created_at limit 1 for update skip locked) due
    where e.merchant_id = due.merchant_id and e.id = due.id
    returning e.merchant_id, e.id, e.owner, e.format, e.filter, e.time_zone, e.rows_done, e.pieces, e.bytes::int8::text,
      e.cursor, e.leased_until::text as lease, e.created_at`;
  if (row === undefined) return null;
  return {
    merchantId: row.merchant_id,
    id: row.id,
    owner: row.owner,
    format: row.format,
    filter: row.filter,
    timeZone: row.time_zone,
    rowsDone: row.rows_done,
    pieces: row.pieces,
    bytes: Number(row.bytes),
    cursor: row.cursor,
    leasedUntil: row.lease,
    createdAt: new Date(row.created_at),
  };
}

async function makePiece(ctx: Context, claimed: Claimed, options: MakeOptions): Promise<void> {
  const { rows, cursor } = await readBatch(ctx, claimed);
  const rowsDone = claimed.rowsDone + rows.length;
  if (claimed.format === "xlsx") {
    if (rowsDone > XLSX_MOST) {
      const most = XLSX_MOST.toLocaleString("en");
      const text = `A workbook holds at most ${most} rows: choose CSV, or filter for less`;
      throw new AppError("invalid_state", { public: text });
    }
    if (cursor === null) return finishXlsx(ctx, claimed, rows, options);
  }
  const begun = claimed.rowsDone > 0 || claimed.pieces > 0;
  const lines = begun ? rows : [headerRow(), ...rows];
  const text = claimed.format === "csv" ? csvOf(lines) : JSON.stringify(lines);
  const pieces = lines.length === 0 ? [] : [Buffer.from(text)];
  await transact(ctx, async (tx) => {
    const done = cursor === null;
    if (!(await advance(ctx, tx, claimed, { pieces, rowsDone, cursor, done }))) return;
    if (done) await tell(ctx, tx, claimed, rowsDone, options);
  });
}

/** The next rows and where they end; a filter that no index answers is looked for until a round's time is over. */
async function readBatch(ctx: Context, claimed: Claimed): Promise<Batch> {
  const reader: Context = {
    ...ctx,
    merchantId: claimed.merchantId,
    permissions: new Set(["invoices:read"]),
  };
  const filter = readFilter(claimed.filter);
  const zone = zoneClock(claimed.timeZone);
  const rows: (readonly Cell[])[] = [];
  let { cursor } = claimed;
  const begun = performance.now();
  do {
    const at = cursor === null ? {} : { cursor };
    const page = await listRecords(reader, filter, { page: 1, limit: PER_PAGE, ...at });
    rows.push(...page.docs.map((item) => rowOf(item, zone)));
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < PER_PAGE && performance.now() - begun < ROUND_MS);
  return { rows, cursor };
}

interface Advance {
  readonly pieces: readonly Uint8Array[];
  readonly rowsDone: number;
  readonly cursor: string | null;
  readonly done: boolean;
  /** The pieces take the place of those before. */
  readonly anew?: boolean;
}

/** Writes pieces and place, if the lease is still this round's; answers whether it was. */
async function advance(ctx: Context, tx: Tx, claimed: Claimed, step: Advance): Promise<boolean> {
  const first = step.anew ? 0 : claimed.pieces;
  const bytes = step.pieces.reduce(
    (sum, piece) => sum + piece.length,
    step.anew ? 0 : claimed.bytes,
  );
  const now = ctx.now();
  const end = step.done
    ? sql`state = 'done', ended_at = ${now.toISOString()}::timestamptz,
        expires_at = ${expiry(now).toISOString()}::timestamptz, leased_until = null`
    : sql`leased_until = now()`;
  const changed = await tx.execute(sql`
    update exports set rows_done = ${step.rowsDone}, pieces = ${first + step.pieces.length}, bytes = ${bytes},
      cursor = ${step.cursor}, ${end}
    where merchant_id = ${claimed.merchantId}::uuid and id = ${claimed.id}::uuid and state = 'running'
      and leased_until = ${claimed.leasedUntil}::timestamptz returning id`);
  if (changed.length === 0) return false;
  const { merchantId, id: exportId } = claimed;
  if (step.anew) {
    await tx.execute(sql`delete from export_chunks
      where merchant_id = ${merchantId}::uuid and export_id = ${exportId}::uuid`);
  }
  for (const [at, data] of step.pieces.entries()) {
    await tx.insert(exportChunks).values({ merchantId, exportId, position: first + at, data });
  }
  return true;
}

/** The rows were laid by as JSON; once the last are known the workbook takes their place. */
async function finishXlsx(
  ctx: Context,
  claimed: Claimed,
  last: Batch["rows"],
  options: MakeOptions,
): Promise<void> {
  const laidBy = await ctx.db.sql`
    select data from export_chunks where merchant_id = ${claimed.merchantId} and export_id = ${claimed.id}
    order by position`;
  const before = laidBy.flatMap(({ data }): (readonly Cell[])[] =>
    JSON.parse(data.toString("utf8")),
  );
  const rows = [...(before.length === 0 ? [headerRow()] : before), ...last];
  const file = await writeXlsx(rows);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += PIECE_BYTES)
    pieces.push(file.subarray(at, at + PIECE_BYTES));
  const rowsDone = rows.length - 1;
  await transact(ctx, async (tx) => {
    const step = { pieces, rowsDone, cursor: null, done: true, anew: true };
    if (await advance(ctx, tx, claimed, step)) await tell(ctx, tx, claimed, rowsDone, options);
  });
}

async function fail(ctx: Context, claimed: Claimed, error: string): Promise<void> {
  await ctx.db.sql`
    update exports set state = 'failed', error = ${error.slice(0, 500)}, leased_until = null, ended_at = ${ctx.now()}
    where merchant_id = ${claimed.merchantId} and id = ${claimed.id} and state = 'running'
      and leased_until = ${claimed.leasedUntil}::timestamptz`;
}

/** Writes to the person who asked, if there is one who still works for the merchant. */
async function tell(
  ctx: Context,
  tx: Tx,
  { merchantId, id, owner, format }: Claimed,
  rows: number,
  { link, sandbox }: MakeOptions,
): Promise<void> {
  const userId = owner.startsWith("user:") ? owner.slice("user:".length) : null;
  const [person] = await tx.execute<{ email: string; merchant: string }>(sql`
    select u.email, m.name as merchant from users u
    join memberships w on w.user_id = u.id and w.merchant_id = ${merchantId}::uuid
    join merchants m on m.id = w.merchant_id
    where u.id::text = ${userId} and u.status = 'active'`);
  if (person === undefined) return;
  const words = readyMail({
    merchant: person.merchant,
    format,
    rows,
    link: link?.(id) ?? null,
    sandbox,
  });
  await queueMail(ctx, tx, {
    merchantId,
    kind: "export_ready",
    subjectId: id,
    to: person.email,
    ...words,
  });
}
