import { and, asc, eq, sql } from "drizzle-orm";
import { invalidFields } from "@/lib/api";
import {
  type ActorName,
  actorText,
  audit,
  type Context,
  merchantOf,
  readActors,
  requirePermission,
  transact,
} from "@/lib/command";
import { notes, type Tx } from "@/lib/db";
import { AppError, isUuid, newId } from "@/lib/kit";

export interface NewNote {
  /** The note's own id, made by the form: sent twice, it is one note. */
  readonly id?: string;
  /** A record or a user of the merchant. */
  readonly subjectId: string;
  /** 1 to 2000 characters. */
  readonly text: string;
}

export interface Note {
  readonly id: string;
  readonly author: ActorName | null;
  readonly text: string;
  readonly at: Date;
}

const LONGEST = 2_000;
const MOST = 200;

/** Writes a note beside a record or a user; nobody changes it later. Throws scope_missing, validation_failed, not_found. */
export async function addNote(ctx: Context, input: NewNote): Promise<{ readonly id: string }> {
  requirePermission(ctx, "notes:write");
  const merchantId = merchantOf(ctx);
  const text = input.text.replaceAll("\0", "").trim();
  if (text === "" || [...text].length > LONGEST) {
    throw invalidFields([{ path: "text", message: `must have 1 to ${LONGEST} characters` }]);
  }
  const { subjectId, id = newId() } = input;
  if (!isUuid(id)) throw invalidFields([{ path: "id", message: "must be a UUID" }]);
  return transact(ctx, async (tx) => {
    if (!isUuid(subjectId) || !(await isThere(tx, merchantId, subjectId))) {
      throw new AppError("not_found", { public: "There is nothing to write a note about" });
    }
    const note = { merchantId, id, subjectId, author: actorText(ctx.actor), text };
    const made = await tx
      .insert(notes)
      .values({ ...note, createdAt: ctx.now() })
      .onConflictDoNothing()
      .returning({ id: notes.id });
    // What it says may be forgotten one day; the log is kept for good.
    if (made.length > 0) {
      const entry = { merchantId, action: "note.added", subjectKind: "record", subjectId };
      await audit(ctx, tx, { ...entry, data: { note: id } });
    }
    return { id };
  });
}

async function isThere(tx: Tx, merchantId: string, id: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from invoices where merchant_id = ${merchantId}::uuid and id = ${id}::uuid
    union all select 1 from deposits where merchant_id = ${merchantId}::uuid and id = ${id}::uuid
    union all select 1 from withdrawals
      where merchant_id = ${merchantId}::uuid and id = ${id}::uuid and type <> 'fee_settlement'
    union all select 1 from customers where merchant_id = ${merchantId}::uuid and id = ${id}::uuid limit 1`);
  return rows.length > 0;
}

/** The notes about a record or a user, the oldest first, at most 200. Throws scope_missing. */
export async function listNotes(ctx: Context, subjectId: string): Promise<readonly Note[]> {
  requirePermission(ctx, "invoices:read");
  const merchantId = merchantOf(ctx);
  if (!isUuid(subjectId)) return [];
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(notes)
      .where(and(eq(notes.merchantId, merchantId), eq(notes.subjectId, subjectId)))
      .orderBy(asc(notes.createdAt), asc(notes.id))
      .limit(MOST),
  );
  const actors = await readActors(
    ctx,
    rows.map(({ author }) => author),
  );
  return rows.map((row) => ({
    id: row.id,
    author: actors.get(row.author) ?? null,
    text: row.text,
    at: row.createdAt,
  }));
}
