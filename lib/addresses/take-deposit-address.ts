import { sql } from "drizzle-orm";
import { type Context, merchantOf } from "@/lib/command";
import type { Tx } from "@/lib/db";
import { AppError, type NetworkId } from "@/lib/kit";

export interface AddressOwner {
  readonly network: NetworkId;
  readonly ownerKind: "invoice" | "user";
  readonly ownerId: string;
}

export interface TakenAddress {
  readonly address: string;
  readonly display: string;
}

/**
 * Binds the next free deposit address to an owner of the context's merchant, for ever. Concurrent callers
 * skip each other's. Throws wallet_generation_failed when the pool of that network is empty.
 */
export async function takeDepositAddress(
  ctx: Context,
  tx: Tx,
  { network, ownerKind, ownerId }: AddressOwner,
): Promise<TakenAddress> {
  const rows = await tx.execute<{ address: string; display: string }>(sql`
    select address, display from take_deposit_address(
      ${network}, ${merchantOf(ctx)}, ${ownerKind}, ${ownerId}, ${ctx.now().toISOString()})`);
  const [taken] = rows;
  if (!taken) {
    throw new AppError("wallet_generation_failed", {
      public: "Wallet generation failed",
      internal: `the address pool of ${network} is empty`,
    });
  }
  return { address: taken.address, display: taken.display };
}
