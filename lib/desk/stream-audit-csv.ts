import { readTimeZone } from "@/lib/api";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { isoTime } from "@/lib/kit";
import { type AuditFilter, type AuditLine, listAudit } from "@/lib/reports";
import { type Cell, csvOf, type ZoneClock, zoneClock } from "./transaction-table";

export const AUDIT_VERSION = "tillgate-audit-v1";
const PER_PAGE = 1_000;

const COLUMNS: readonly (readonly [string, (line: AuditLine, zone: ZoneClock) => Cell])[] = [
  ["id", (line) => line.id],
  ["at_utc", (line) => isoTime(line.at)],
  ["at_local", (line, zone) => zone(line.at)],
  ["actor", (line) => line.actorText],
  ["actor_name", (line) => line.actor?.name ?? null],
  ["actor_email", (line) => line.actor?.email ?? null],
  ["action", (line) => line.action],
  ["subject_kind", (line) => line.subjectKind],
  ["subject_id", (line) => line.subjectId],
  ["request_id", (line) => line.requestId],
  ["data", (line) => JSON.stringify(line.data)],
  ["chain_position", (line) => (line.seal === null ? null : String(line.seal.position))],
  ["chain_hash", (line) => line.seal?.hash ?? null],
];

/** The audit log as CSV, newest first, page by page; the reading itself is in it (D-30). Throws scope_missing, validation_failed. */
export async function* streamAuditCsv(
  ctx: Context,
  filter: AuditFilter,
  timeZone: string,
): AsyncGenerator<string> {
  requirePermission(ctx, "audit:read");
  const zone = zoneClock(readTimeZone(timeZone));
  const merchantId = merchantOf(ctx);
  const entry = { action: "audit.exported", subjectKind: "merchant", subjectId: merchantId };
  await transact(ctx, (tx) =>
    audit(ctx, tx, { merchantId, ...entry, data: { ...filter, timeZone } }),
  );
  yield csvOf([[...COLUMNS.map(([name]) => name), AUDIT_VERSION]]);
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const at: { cursor?: string } = cursor === undefined ? {} : { cursor };
    const page = await listAudit(ctx, filter, { limit: PER_PAGE, ...at });
    const rows = page.docs.map((line) => [...COLUMNS.map(([, cell]) => cell(line, zone)), null]);
    if (rows.length > 0) yield csvOf(rows);
    cursor = page.nextCursor;
  }
}
