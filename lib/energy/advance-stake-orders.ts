import { and, asc, eq, inArray } from "drizzle-orm";
import { getGasWallet } from "@/lib/addresses";
import { type Address, type ChainAdapter, type Intent, WouldRevertError } from "@/lib/chains";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { type StakeOrderKind, type StakeOrderState, stakeOrders, type Tx } from "@/lib/db";
import {
  eachOfMany,
  findLatestRequest,
  GAS_PATH,
  isLive,
  prepareTransaction,
  quoteOrRefusal,
  requestSignature,
} from "@/lib/outgoing";
import { reasonOf } from "./state";

type OrderRow = typeof stakeOrders.$inferSelect;

const AT_ONCE = 20;
const KINDS: Readonly<Record<StakeOrderKind, Intent["kind"]>> = {
  stake: "stake_energy",
  unstake: "unstake_energy",
  withdraw: "withdraw_unstaked",
};

/** Carries out what the operator ordered about stake; answers how many orders moved. */
export async function advanceStakeOrders(ctx: Context, adapter: ChainAdapter): Promise<number> {
  requirePermission(ctx, "jobs");
  const rows = await ctx.db.orm
    .select()
    .from(stakeOrders)
    .where(
      and(
        eq(stakeOrders.network, adapter.network),
        inArray(stakeOrders.state, ["ordered", "sending"]),
      ),
    )
    .orderBy(asc(stakeOrders.createdAt), asc(stakeOrders.id))
    .limit(AT_ONCE);
  return eachOfMany(rows, (row) =>
    row.state === "ordered" ? ask(ctx, adapter, row) : follow(ctx, row),
  );
}

/** What the chain would refuse fails at once, with its reason: the operator orders anew. */
async function ask(ctx: Context, adapter: ChainAdapter, row: OrderRow): Promise<boolean> {
  const wallet = await getGasWallet(ctx.db.orm, row.network);
  if (!wallet) return false;
  const address = wallet.address as Address;
  const intent: Intent = { kind: KINDS[row.kind], from: address, to: address, value: row.amount };
  const quote = await quoteOrRefusal(adapter, intent);
  if (quote instanceof WouldRevertError) {
    return transact(ctx, (tx) => move(ctx, tx, row, "failed", quote.reason));
  }
  const prepared = await prepareTransaction(adapter, intent, quote);
  return transact(ctx, async (tx) => {
    if (!(await move(ctx, tx, row, "sending", null))) return false;
    const path = GAS_PATH;
    const request = { purpose: "stake_order", causeId: row.id, merchantId: null, path } as const;
    await requestSignature(ctx, tx, adapter, request, prepared);
    return true;
  });
}

async function follow(ctx: Context, row: OrderRow): Promise<boolean> {
  const request = await findLatestRequest(ctx, "stake_order", row.id);
  if (request === null || isLive(request)) return false;
  return transact(ctx, (tx) =>
    request.state === "final"
      ? move(ctx, tx, row, "done", null)
      : move(ctx, tx, row, "failed", reasonOf(request)),
  );
}

async function move(
  ctx: Context,
  tx: Tx,
  row: OrderRow,
  state: StakeOrderState,
  reason: string | null,
): Promise<boolean> {
  const moved = await tx
    .update(stakeOrders)
    .set({ state, blockedReason: reason, endedAt: state === "sending" ? null : ctx.now() })
    .where(and(eq(stakeOrders.id, row.id), eq(stakeOrders.state, row.state)))
    .returning({ id: stakeOrders.id });
  if (moved.length === 0) return false;
  await audit(ctx, tx, {
    merchantId: null,
    action: `stake.${state}`,
    subjectKind: "stake_order",
    subjectId: row.id,
    data: { kind: row.kind, sun: row.amount.toString(), reason },
  });
  return true;
}
