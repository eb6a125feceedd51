import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { type StakeOrderKind, stakeOrders } from "@/lib/db";
import { AppError, type NetworkId, newId } from "@/lib/kit";

/** The one network whose transfers can go on staked coin. */
export const ENERGY_NETWORK: NetworkId = "USDT-TRC20";
/** The least that Tron freezes, sun. */
const LEAST = 1_000_000n;

export interface NewStakeOrder {
  readonly kind: StakeOrderKind;
  /** Sun; 0 for `withdraw`, which takes all that has been unstaked for long enough. */
  readonly amount: bigint;
}

/**
 * Orders the gas wallet to stake TRX for energy, to unstake some, or to take back what has been unstaked for the
 * chain's 14 days. The worker carries it out. Answers the order's id. Throws validation_failed.
 */
export async function orderStake(ctx: Context, order: NewStakeOrder): Promise<string> {
  requirePermission(ctx, "operator");
  if (order.kind === "withdraw" ? order.amount !== 0n : order.amount < LEAST) {
    throw new AppError("validation_failed", { public: "at least 1 TRX" });
  }
  const id = newId();
  const { kind, amount } = order;
  await transact(ctx, async (tx) => {
    await tx.insert(stakeOrders).values({
      id,
      network: ENERGY_NETWORK,
      kind,
      amount,
      state: "ordered",
      createdAt: ctx.now(),
    });
    await audit(ctx, tx, {
      merchantId: null,
      action: "stake.ordered",
      subjectKind: "stake_order",
      subjectId: id,
      data: { kind, sun: amount.toString() },
    });
  });
  return id;
}
