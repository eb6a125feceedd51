import { and, asc, eq, or, sql } from "drizzle-orm";
import { invalidFields } from "@/lib/api";
import {
  type ActorName,
  actorText,
  type Context,
  merchantOf,
  readActors,
  requirePermission,
  transact,
} from "@/lib/command";
import { defaultViews, isUniqueViolation, savedViews, type Tx } from "@/lib/db";
import { AppError, type FieldProblem, isUuid, newId } from "@/lib/kit";

export interface ViewInput {
  /** A view to change; absent: a new one, or the one that the person has under that name. */
  readonly id?: string;
  /** Which list: "transactions". */
  readonly list: string;
  readonly name: string;
  /** Filters as a page's address has them, without the question mark. */
  readonly query: string;
  readonly columns: readonly string[];
  /** All of the merchant see it. */
  readonly shared: boolean;
}

export interface SavedView {
  readonly id: string;
  readonly list: string;
  readonly name: string;
  readonly query: string;
  readonly columns: readonly string[];
  readonly shared: boolean;
  /** Whether it is the caller's own; others' are shown, not changed. */
  readonly mine: boolean;
  readonly owner: ActorName | null;
  readonly isDefault: boolean;
}

const MOST = 50;
const COLUMN = /^[a-zA-Z]{1,40}$/;

/** Keeps a list as the caller likes it; at most 50 each. Throws scope_missing, validation_failed, not_found, conflict. */
export async function saveView(ctx: Context, input: ViewInput): Promise<{ readonly id: string }> {
  requirePermission(ctx, "invoices:read");
  const view = { ...checked(input), shared: input.shared, updatedAt: ctx.now() };
  const [merchantId, owner] = [merchantOf(ctx), actorText(ctx.actor)];
  const work = async (tx: Tx) => {
    await lockOwn(tx, merchantId, ctx);
    const { id } = input;
    if (id !== undefined) {
      const own = isUuid(id) ? [isOwn(merchantId, owner), eq(savedViews.id, id)] : [sql`false`];
      const changed = await tx
        .update(savedViews)
        .set(view)
        .where(and(...own))
        .returning();
      if (changed.length === 0) throw viewNotFound();
      return { id };
    }
    const [same] = await tx
      .update(savedViews)
      .set(view)
      .where(
        and(
          isOwn(merchantId, owner),
          eq(savedViews.list, input.list),
          eq(savedViews.name, view.name),
        ),
      )
      .returning();
    if (same) return { id: same.id };
    const own = await tx
      .select({ id: savedViews.id })
      .from(savedViews)
      .where(isOwn(merchantId, owner));
    if (own.length >= MOST) {
      throw new AppError("conflict", { public: `There are ${MOST} saved views already` });
    }
    const made = {
      merchantId,
      id: newId(),
      list: input.list,
      owner,
      createdAt: ctx.now(),
      ...view,
    };
    await tx.insert(savedViews).values(made);
    return { id: made.id };
  };
  return transact(ctx, work).catch((error) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", { public: "There is a saved view of that name" });
  });
}

function checked({ list, name, query, columns }: ViewInput) {
  const problems: FieldProblem[] = [];
  const given = {
    name: name.replaceAll("\0", "").trim(),
    query: new URLSearchParams(query).toString(),
  };
  const wrong = (path: string, message: string) => void problems.push({ path, message });
  if (!/^[a-z_]{1,40}$/.test(list)) wrong("list", "is no list");
  if (given.name === "" || [...given.name].length > 60)
    wrong("name", "must have 1 to 60 characters");
  if (given.query.length > 2_000) wrong("query", "is too long");
  if (columns.length > 40 || columns.some((one) => !COLUMN.test(one)))
    wrong("columns", "are not known");
  if (problems.length > 0) throw invalidFields(problems);
  return { ...given, columns: [...columns] };
}

function isOwn(merchantId: string, owner: string) {
  return and(eq(savedViews.merchantId, merchantId), eq(savedViews.owner, owner));
}

/** One change at a time of a person's views: two at once would be one too many. */
async function lockOwn(tx: Tx, merchantId: string, ctx: Context): Promise<void> {
  if (ctx.actor.kind !== "user") throw new AppError("scope_missing", { internal: "no person" });
  await tx.execute(sql`select 1 from memberships
    where merchant_id = ${merchantId}::uuid and user_id = ${ctx.actor.id}::uuid for update`);
}

function viewNotFound(): AppError {
  return new AppError("not_found", { public: "There is no such saved view" });
}

/** The caller's views of a list and those that others share, by name. Throws scope_missing. */
export async function listViews(ctx: Context, list: string): Promise<readonly SavedView[]> {
  requirePermission(ctx, "invoices:read");
  const [merchantId, owner] = [merchantOf(ctx), actorText(ctx.actor)];
  const { rows, standard } = await transact(ctx, async (tx) => ({
    rows: await tx
      .select()
      .from(savedViews)
      .where(
        and(
          eq(savedViews.merchantId, merchantId),
          eq(savedViews.list, list),
          or(eq(savedViews.owner, owner), savedViews.shared),
        ),
      )
      .orderBy(asc(savedViews.name), asc(savedViews.id))
      .limit(500),
    standard: await tx
      .select({ viewId: defaultViews.viewId })
      .from(defaultViews)
      .where(isDefaultOf(merchantId, owner, list)),
  }));
  const actors = await readActors(
    ctx,
    rows.map((row) => row.owner),
  );
  return rows.map((row) => ({
    id: row.id,
    list: row.list,
    name: row.name,
    query: row.query,
    columns: row.columns,
    shared: row.shared,
    mine: row.owner === owner,
    owner: actors.get(row.owner) ?? null,
    isDefault: row.id === standard[0]?.viewId,
  }));
}

function isDefaultOf(merchantId: string, owner: string, list: string) {
  return and(
    eq(defaultViews.merchantId, merchantId),
    eq(defaultViews.owner, owner),
    eq(defaultViews.list, list),
  );
}

/** Removes a view of the caller's; gone already is as good. Throws scope_missing. */
export async function deleteView(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "invoices:read");
  const [merchantId, owner] = [merchantOf(ctx), actorText(ctx.actor)];
  if (!isUuid(id)) return;
  await transact(ctx, (tx) =>
    tx.delete(savedViews).where(and(isOwn(merchantId, owner), eq(savedViews.id, id))),
  );
}

/** The view that the caller's list opens with, own or shared; null: none. Throws scope_missing, not_found. */
export async function setDefaultView(
  ctx: Context,
  { list, viewId }: { readonly list: string; readonly viewId: string | null },
): Promise<void> {
  requirePermission(ctx, "invoices:read");
  const [merchantId, owner] = [merchantOf(ctx), actorText(ctx.actor)];
  await transact(ctx, async (tx) => {
    await lockOwn(tx, merchantId, ctx);
    if (viewId === null) {
      await tx.delete(defaultViews).where(isDefaultOf(merchantId, owner, list));
      return;
    }
    const mine = or(eq(savedViews.owner, owner), savedViews.shared);
    const known = [eq(savedViews.merchantId, merchantId), eq(savedViews.list, list), mine];
    const [view] = isUuid(viewId)
      ? await tx
          .select()
          .from(savedViews)
          .where(and(...known, eq(savedViews.id, viewId)))
      : [];
    if (!view) throw viewNotFound();
    const target = [defaultViews.merchantId, defaultViews.owner, defaultViews.list];
    await tx
      .insert(defaultViews)
      .values({ merchantId, owner, list, viewId })
      .onConflictDoUpdate({ target, set: { viewId } });
  });
}
