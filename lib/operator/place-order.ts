import { sql } from "drizzle-orm";
import {
  audit,
  type Context,
  refusedByWalls,
  requirePermission,
  requireStepUp,
  transact,
} from "@/lib/command";
import { chainCursors, type Tx } from "@/lib/db";
import { AppError, newId } from "@/lib/kit";
import { checkOrder } from "./check-order";
import { OPERATOR_ORDER, orderSubject } from "./order-subject";
import type { Order } from "./shapes";

/**
 * Writes down what an operator wants done, with a one-time code for exactly that (`orderSubject`); the worker carries it
 * out within seconds. Answers the order's id. Throws scope_missing, validation_failed, step_up_required, not_found (no
 * such merchant), invalid_state (a network that is not halted).
 */
export async function placeOrder(ctx: Context, given: Order): Promise<{ readonly id: string }> {
  requirePermission(ctx, "operator");
  if (ctx.actor.kind !== "user") {
    throw new AppError("scope_missing", { internal: "orders are people's" });
  }
  const order = checkOrder(given);
  const id = newId();
  const work = transact(ctx, async (tx) => {
    await requireStepUp(ctx, tx, OPERATOR_ORDER, orderSubject(order));
    await refuseHopeless(tx, order);
    const { kind, ...facts } = order;
    const input = JSON.stringify(facts, (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    );
    await tx.execute(
      sql`select place_operator_order(${id}::uuid, ${kind}::text, ${input}::jsonb, ${ctx.now().toISOString()}::timestamptz)`,
    );
    await audit(ctx, tx, {
      merchantId: null,
      action: "order.placed",
      subjectKind: "operator_order",
      subjectId: id,
      data: { kind, ...(JSON.parse(input) as object) },
    });
    return { id };
  });
  return work.catch(refusedByWalls);
}

/** What can be seen to fail already is told at once, and takes no code. */
async function refuseHopeless(tx: Tx, order: Order): Promise<void> {
  if ("merchantId" in order) {
    const found = await tx.execute(sql`select 1 from operator_merchant(${order.merchantId}::uuid)`);
    if (found.length === 0) throw new AppError("not_found", { public: "Merchant not found" });
  }
  if (order.kind === "network.resume") {
    const cursors = await tx
      .select({ network: chainCursors.network, haltedReason: chainCursors.haltedReason })
      .from(chainCursors);
    const halted = cursors.some(
      ({ network, haltedReason }) => network === order.network && haltedReason !== null,
    );
    if (!halted) throw new AppError("invalid_state", { public: `${order.network} is not halted` });
  }
}
