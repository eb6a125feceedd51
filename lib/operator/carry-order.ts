import { and, asc, eq } from "drizzle-orm";
import {
  audit,
  type Context,
  contextWithin,
  type Permission,
  requirePermission,
  transact,
} from "@/lib/command";
import { databaseErrorCode, isDatabaseAway, operatorOrders, type Tx, users } from "@/lib/db";
import { AppError, assert, type NetworkId } from "@/lib/kit";
import { checkOrder } from "./check-order";
import { type CarryDoor, performOrder, settleByOrder } from "./perform-order";

export interface CarryTools {
  /** Where collected fees go; a network without one keeps them. */
  readonly operatorWallets: Readonly<Record<NetworkId, string | null>>;
  /** What mailed links begin with. */
  readonly origin: string;
  /** Seals a secret at rest; `aad` says whose it is. */
  readonly sealSecret: (plaintext: string, aad: string) => string;
}

type OrderRow = typeof operatorOrders.$inferSelect;
type Outcome =
  | { readonly state: "done"; readonly result: Readonly<Record<string, unknown>> }
  | { readonly state: "failed"; readonly problem: string };

const MOST_PROBLEM = 1_000;
/** A lock or a statement that took too long, a serialization failure, a deadlock. */
const BUSY = new Set(["55P03", "57014", "40001", "40P01"]);
/** Often enough that a long settlement does not end the waiting transaction for idling. */
const AWAKE_MS = 20_000;

/**
 * Carries out the order that waits longest; false when none does, or others have them all. What it does and that it is
 * done are one transaction: killed at any step, nothing was done, and another start begins anew. A settlement is many
 * transactions of its own, of which each account's is made once, however often the order begins. What fails is written
 * down with its reason, and not tried again.
 */
export async function carryOrder(ctx: Context, tools: CarryTools): Promise<boolean> {
  requirePermission(ctx, "jobs");
  return transact(ctx, async (tx) => {
    const row = await lockOldest(tx);
    if (row === null) return false;
    const as = {
      ...ctx,
      actor: { kind: "operator", id: row.orderedBy },
      requestId: row.id,
    } as const;
    const outcome = await carry(as, tx, row, tools).catch((error: unknown) =>
      failureOf(as, row, error),
    );
    await write(as, tx, row, outcome);
    return true;
  });
}

/** Other workers pass over it. */
async function lockOldest(tx: Tx): Promise<OrderRow | null> {
  const [row] = await tx
    .select()
    .from(operatorOrders)
    .where(eq(operatorOrders.state, "waiting"))
    .orderBy(asc(operatorOrders.at), asc(operatorOrders.id))
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

async function carry(ctx: Context, tx: Tx, row: OrderRow, tools: CarryTools): Promise<Outcome> {
  if (!(await isStillOperator(tx, row))) {
    return { state: "failed", problem: "Who ordered this runs the installation no more" };
  }
  const order = checkOrder({ ...row.input, kind: row.kind });
  const allowed = (permission: Permission): Context => ({
    ...ctx,
    permissions: new Set([permission]),
  });
  const door: CarryDoor = { ...tools, invitedBy: row.orderedBy };
  if (order.kind === "fees.settle") {
    const result = await awake(tx, () => settleByOrder(allowed("jobs"), order, door));
    return { state: "done", result };
  }
  // A savepoint: what fails is taken back, and the order can still be written to.
  const result = await tx.transaction((inner) =>
    performOrder(contextWithin(allowed("operator"), inner), order, door),
  );
  return { state: "done", result };
}

async function isStillOperator(tx: Tx, { orderedBy }: OrderRow): Promise<boolean> {
  const mine = and(eq(users.id, orderedBy), eq(users.isOperator, true), eq(users.status, "active"));
  return (await tx.$count(users, mine)) === 1;
}

/** The order's row stays locked for as long as the work takes elsewhere. */
async function awake<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    // Should the connection be gone, writing the outcome says so.
    tx.execute("select 1").then(undefined, () => undefined);
  }, AWAKE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** What a person is told of a failure. Throws where nothing can be written down anyway: without the database. */
function failureOf(ctx: Context, row: OrderRow, error: unknown): Outcome {
  if (isDatabaseAway(error)) throw error;
  if (error instanceof AppError) {
    const details = (error.details ?? []).map(({ path, message }) => `${path} ${message}`);
    const said = error.publicMessage === null ? [] : [error.publicMessage];
    const text = [...said, ...details].join("; ") || error.code;
    return { state: "failed", problem: text.slice(0, MOST_PROBLEM) };
  }
  if (BUSY.has(databaseErrorCode(error) ?? "")) {
    ctx.log.warn({ order: row.id, kind: row.kind, err: error }, "an order met a busy database");
    return { state: "failed", problem: "The database was too busy; order it again" };
  }
  ctx.log.error(
    { order: row.id, kind: row.kind, requestId: ctx.requestId, err: error },
    "an order failed",
  );
  const problem = `Something went wrong inside; the worker's log has it under ${ctx.requestId}`;
  return { state: "failed", problem };
}

async function write(ctx: Context, tx: Tx, row: OrderRow, outcome: Outcome): Promise<void> {
  const written = await tx
    .update(operatorOrders)
    .set({ ...outcome, doneAt: ctx.now() })
    .where(and(eq(operatorOrders.id, row.id), eq(operatorOrders.state, "waiting")))
    .returning({ id: operatorOrders.id });
  assert(written.length === 1, `order ${row.id} changed under its lock`);
  await audit(ctx, tx, {
    merchantId: null,
    action: `order.${outcome.state}`,
    subjectKind: "operator_order",
    subjectId: row.id,
    data: {
      kind: row.kind,
      ...("problem" in outcome ? { problem: outcome.problem } : outcome.result),
    },
  });
}
