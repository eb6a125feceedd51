import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
import { AppError, isUuid, present } from "@/lib/kit";
import { pageOf } from "./paging";
import type { OrderLine, OrderList } from "./shapes";

type Json = Omit<OrderLine, "at" | "doneAt"> & {
  readonly at: string;
  readonly doneAt: string | null;
};

/** What operators ordered, newest first. For operators. Throws scope_missing, validation_failed. */
export async function listOrders(
  ctx: Context,
  query: { readonly page: number; readonly limit: number },
): Promise<OrderList> {
  const { limit, offset } = pageOf(query);
  return readPage(ctx, null, limit, offset);
}

/** One order. For operators. Throws scope_missing, not_found. */
export async function getOrder(ctx: Context, id: string): Promise<OrderLine> {
  const { rows } = await readPage(ctx, isUuid(id) ? id : NOBODYS, 1, 0);
  const [order] = rows;
  if (!order) throw new AppError("not_found", { public: "There is no such order" });
  return order;
}

const NOBODYS = "00000000-0000-0000-0000-000000000000";

async function readPage(
  ctx: Context,
  id: string | null,
  limit: number,
  offset: number,
): Promise<OrderList> {
  const [found] = await readAsOperator<{ total: string; rows: readonly Json[] }>(
    ctx,
    sql`select * from operator_orders_page(${id}::uuid, ${limit}::integer, ${offset}::integer)`,
  );
  const { total, rows } = present(found, "the list");
  return {
    total: Number(total),
    rows: rows.map((row) => ({
      ...row,
      at: new Date(row.at),
      doneAt: row.doneAt === null ? null : new Date(row.doneAt),
    })),
  };
}
