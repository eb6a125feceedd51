import { InvalidAddressError } from "@/lib/chains/spelling";
import type { Context } from "@/lib/command";
import { resumeNetwork } from "@/lib/deposits";
import { orderStake } from "@/lib/energy";
import { AppError, type NetworkId } from "@/lib/kit";
import {
  resumeMerchant,
  suspendMerchant,
  updateFeeTiers,
  updateKeyCaps,
  updateRateLimits,
} from "@/lib/merchants";
import { settleFees } from "@/lib/payouts";
import { inviteMerchant, inviteOwner } from "@/lib/people";
import type { Order } from "./shapes";

export interface CarryDoor {
  readonly operatorWallets: Readonly<Record<NetworkId, string | null>>;
  readonly origin: string;
  readonly invitedBy: string;
  readonly sealSecret: (plaintext: string, aad: string) => string;
}

type Settlement = Extract<Order, { kind: "fees.settle" }>;
type Result = Readonly<Record<string, unknown>>;

/** Does what an order says, by the verb that the command line calls too. Answers what is worth telling. */
export async function performOrder(
  ctx: Context,
  order: Exclude<Order, Settlement>,
  door: CarryDoor,
): Promise<Result> {
  switch (order.kind) {
    case "merchant.create":
      return inviteMerchant(ctx, order, door);
    case "merchant.invite-owner":
      return inviteOwner(ctx, order, door);
    case "merchant.suspend":
      return statusOf(await suspendMerchant(ctx, order));
    case "merchant.resume":
      return statusOf(await resumeMerchant(ctx, order));
    case "merchant.fee-tiers":
      return statusOf(await updateFeeTiers(ctx, order));
    case "merchant.rate-limits":
      return statusOf(await updateRateLimits(ctx, order));
    case "merchant.key-caps":
      return statusOf(await updateKeyCaps(ctx, order));
    case "energy.stake":
    case "energy.unstake": {
      const kind = order.kind === "energy.stake" ? "stake" : "unstake";
      return { stakeOrderId: await orderStake(ctx, { kind, amount: order.amount }) };
    }
    case "energy.withdraw":
      return { stakeOrderId: await orderStake(ctx, { kind: "withdraw", amount: 0n }) };
    case "network.resume":
      return resumeNetwork(ctx, order);
  }
}

function statusOf({
  merchantId,
  number,
  status,
}: {
  readonly merchantId: string;
  readonly number: number;
  readonly status: string;
}): Result {
  return { merchantId, number, status };
}

/**
 * Sends collected fees now, of accounts that were not settled in this week's run: each goes once a week, so that an order
 * may begin anew after it was cut short. Throws invalid_state (no wallet is set), validation_failed.
 */
export async function settleByOrder(
  ctx: Context,
  { network }: Settlement,
  { operatorWallets }: CarryDoor,
): Promise<Result> {
  const wallets = {
    "USDT-ERC20": network === "USDT-TRC20" ? null : operatorWallets["USDT-ERC20"],
    "USDT-TRC20": network === "USDT-ERC20" ? null : operatorWallets["USDT-TRC20"],
  };
  if (Object.values(wallets).every((wallet) => wallet === null)) {
    throw new AppError("invalid_state", {
      public: "Set OPERATOR_WALLET_ERC20 or OPERATOR_WALLET_TRC20 first",
    });
  }
  try {
    return { transfers: await settleFees(ctx, { wallets, again: true }) };
  } catch (error) {
    if (!(error instanceof InvalidAddressError)) throw error;
    throw new AppError("invalid_state", {
      public: "OPERATOR_WALLET_ERC20 or OPERATOR_WALLET_TRC20 is no address",
      cause: error,
    });
  }
}
