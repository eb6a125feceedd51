import type { WireWithdrawalRecord } from "@/lib/api";
import {
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { type NetworkId, newId, present, type Units } from "@/lib/kit";
import { readDestination, type TokenContracts } from "@/lib/recipients";
import { hold } from "./holds";
import { agreeSums, insertWithdrawal, readRules } from "./internal";
import { recordsOf } from "./read-records";

export interface CreatePayoutInput {
  readonly network: NetworkId;
  readonly walletAddress: string;
  readonly amount: Units;
  readonly description?: string | null;
  readonly callbackUrl?: string | null;
}

/**
 * Sends money of the merchant's own, approved at once; fee and payer are those of a withdrawal. Throws
 * scope_missing, validation_failed (address, destination, nothing left after the fee), insufficient_balance,
 * request_in_progress.
 */
export async function createPayout(
  ctx: Context,
  input: CreatePayoutInput,
  contracts: TokenContracts,
  call?: IdempotentCall,
): Promise<WireWithdrawalRecord> {
  requirePermission(ctx, "payouts:create");
  const merchantId = merchantOf(ctx);
  const id = newId();
  const { network, amount, description = null, callbackUrl = null } = input;
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, id);
    const destination = await readDestination(tx, contracts, network, input.walletAddress);
    const { feePayer } = await readRules(tx, merchantId);
    const row = await insertWithdrawal(ctx, tx, {
      merchantId,
      id,
      network,
      destination,
      sums: agreeSums(network, amount, feePayer),
      state: "approved",
      callbackUrl,
      description,
      customer: null,
      origin: "dashboard",
    });
    await hold(tx, row);
    const [record] = await recordsOf(tx, merchantId, [row]);
    return present(record, "the record");
  });
}
