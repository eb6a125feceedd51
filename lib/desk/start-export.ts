import { and, eq, inArray, sql } from "drizzle-orm";
import { invalidFields, readTimeZone } from "@/lib/api";
import {
  actorText,
  audit,
  type Context,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { type ExportFormat, exports } from "@/lib/db";
import { AppError, isUuid, newId } from "@/lib/kit";
import { type ListFilter, listRecords } from "@/lib/records";
import { storeFilter } from "./stored-filter";

export interface ExportInput {
  /** The export's own id, made by the form: sent twice, it is one export. */
  readonly id?: string;
  readonly filter: ListFilter;
  readonly format: ExportFormat;
  /** IANA: of the local columns. */
  readonly timeZone: string;
}

export const KEPT_MS = 7 * 86_400_000;
/** Open at once, of one person. */
const MOST_OPEN = 5;

/**
 * Asks for a file of everything that a filter lets through (D-08); the worker makes it and writes to the person when it
 * is there. Throws scope_missing, validation_failed, conflict (five are open already).
 */
export async function startExport(
  ctx: Context,
  input: ExportInput,
): Promise<{ readonly id: string }> {
  requirePermission(ctx, "exports:create");
  const { id = newId(), format } = input;
  if (!isUuid(id)) throw invalidFields([{ path: "id", message: "must be a UUID" }]);
  const timeZone = readTimeZone(input.timeZone);
  const [merchantId, owner] = [merchantOf(ctx), actorText(ctx.actor)];
  const { total } = await listRecords(ctx, input.filter, { page: 1, limit: 1 });
  const filter = storeFilter(input.filter);
  return transact(ctx, async (tx) => {
    // One at a time of a person's: two at once would be one too many.
    if (ctx.actor.kind === "user") {
      await tx.execute(sql`select 1 from memberships
        where merchant_id = ${merchantId}::uuid and user_id = ${ctx.actor.id}::uuid for update`);
    }
    const mine = and(eq(exports.merchantId, merchantId), eq(exports.owner, owner));
    const open = await tx
      .select({ id: exports.id })
      .from(exports)
      .where(and(mine, inArray(exports.state, ["queued", "running"])));
    if (open.some((one) => one.id === id)) return { id };
    if (open.length >= MOST_OPEN) {
      throw new AppError("conflict", { public: `${MOST_OPEN} exports are being made already` });
    }
    // By column: the web role may not say that a file was made.
    const made = await tx.execute(sql`
      insert into exports (merchant_id, id, owner, format, filter, time_zone, rows_expected, created_at, expires_at)
      values (${merchantId}, ${id}, ${owner}, ${format}, ${JSON.stringify(filter)}::jsonb, ${timeZone}, ${total},
        ${ctx.now().toISOString()}::timestamptz, ${expiry(ctx.now()).toISOString()}::timestamptz)
      on conflict do nothing returning id`);
    if (made.length > 0) {
      const entry = { merchantId, action: "export.started", subjectKind: "export", subjectId: id };
      await audit(ctx, tx, { ...entry, data: { format, timeZone, filter } });
    }
    return { id };
  });
}

/** Until when a file is kept that is ready now. */
export function expiry(now: Date): Date {
  return new Date(now.getTime() + KEPT_MS);
}
