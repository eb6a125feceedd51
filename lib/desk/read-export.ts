import { and, desc, eq } from "drizzle-orm";
import {
  actorText,
  audit,
  type Context,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { type ExportFormat, type ExportState, exportChunks, exports } from "@/lib/db";
import { AppError, isUuid } from "@/lib/kit";
import type { ListFilter } from "@/lib/records";
import { readFilter } from "./stored-filter";

/** A file that was asked for, and how far it is. */
export interface ExportView {
  readonly id: string;
  readonly format: ExportFormat;
  readonly filter: ListFilter;
  readonly timeZone: string;
  /** `expired`: it was there, or failed, and is forgotten. */
  readonly state: ExportState;
  readonly rowsDone: number;
  /** As many as there were when it was asked for, counted to 10,000: an estimate. */
  readonly rowsExpected: number;
  readonly bytes: number;
  /** Why there is no file. */
  readonly error: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly expiresAt: Date;
}

/** A file, piece by piece. */
export interface ExportFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly pieces: AsyncIterable<Uint8Array>;
}

const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const MOST = 50;

type ExportRow = typeof exports.$inferSelect;

/** The caller's newest 50 exports. Throws scope_missing. */
export async function listExports(ctx: Context): Promise<readonly ExportView[]> {
  requirePermission(ctx, "exports:create");
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(exports)
      .where(isOwn(ctx))
      .orderBy(desc(exports.createdAt), desc(exports.id))
      .limit(MOST),
  );
  return rows.map((row) => viewOf(row, ctx.now()));
}

/** One of the caller's exports. Throws scope_missing, not_found. */
export async function getExport(ctx: Context, id: string): Promise<ExportView> {
  requirePermission(ctx, "exports:create");
  return viewOf(
    await transact(ctx, async (tx) =>
      present(await tx.select().from(exports).where(isOne(ctx, id))),
    ),
    ctx.now(),
  );
}

/** The file of one of the caller's exports; each reading is in the audit log. Throws scope_missing, not_found, invalid_state (not made yet, or failed), link_expired. */
export async function readExport(ctx: Context, id: string): Promise<ExportFile> {
  requirePermission(ctx, "exports:create");
  const row = await transact(ctx, async (tx) => {
    const found = present(await tx.select().from(exports).where(isOne(ctx, id)));
    const { state } = viewOf(found, ctx.now());
    if (state === "expired")
      throw new AppError("link_expired", { public: "This export has expired" });
    if (state !== "done")
      throw new AppError("invalid_state", { public: "This export is not ready" });
    await audit(ctx, tx, {
      merchantId: found.merchantId,
      action: "export.downloaded",
      subjectKind: "export",
      subjectId: found.id,
      data: { format: found.format, rows: found.rowsDone },
    });
    return found;
  });
  return {
    fileName: `transactions-${row.createdAt.toISOString().slice(0, 10)}-${row.id.slice(-6)}.${row.format}`,
    contentType: CONTENT_TYPES[row.format],
    bytes: row.bytes,
    pieces: piecesOf(ctx, row),
  };
}

/** One piece in memory at a time. */
async function* piecesOf(ctx: Context, row: ExportRow): AsyncGenerator<Uint8Array> {
  const ofFile = and(
    eq(exportChunks.merchantId, row.merchantId),
    eq(exportChunks.exportId, row.id),
  );
  for (let position = 0; position < row.pieces; position += 1) {
    const [piece] = await transact(ctx, (tx) =>
      tx
        .select({ data: exportChunks.data })
        .from(exportChunks)
        .where(and(ofFile, eq(exportChunks.position, position))),
    );
    // It may expire while it is read.
    if (piece === undefined)
      throw new AppError("link_expired", { public: "This export has expired" });
    yield piece.data;
  }
}

function isOwn(ctx: Context) {
  return and(eq(exports.merchantId, merchantOf(ctx)), eq(exports.owner, actorText(ctx.actor)));
}

function isOne(ctx: Context, id: string) {
  if (!isUuid(id)) throw exportNotFound();
  return and(isOwn(ctx), eq(exports.id, id));
}

function present(rows: readonly ExportRow[]): ExportRow {
  const [row] = rows;
  if (row === undefined) throw exportNotFound();
  return row;
}

function exportNotFound(): AppError {
  return new AppError("not_found", { public: "There is no such export" });
}

function viewOf(row: ExportRow, now: Date): ExportView {
  return {
    id: row.id,
    format: row.format,
    filter: readFilter(row.filter),
    timeZone: row.timeZone,
    state: row.expiresAt <= now ? "expired" : row.state,
    rowsDone: row.rowsDone,
    rowsExpected: row.rowsExpected,
    bytes: row.bytes,
    error: row.error,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
    expiresAt: row.expiresAt,
  };
}
