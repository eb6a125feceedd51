import { and, eq } from "drizzle-orm";
import { TEXTS, type WireWithdrawalRecord } from "@/lib/api";
import {
  type Context,
  claimKey,
  digestOf,
  type IdempotentCall,
  merchantOf,
  once,
  requirePermission,
  requireStepUp,
  type StepUpSubject,
  transact,
} from "@/lib/command";
import { type Tx, withdrawals } from "@/lib/db";
import { AppError, type NetworkId, newId, present, type Units, units } from "@/lib/kit";
import { type Destination, readDestination, refused, type TokenContracts } from "@/lib/recipients";
import { hold } from "./holds";
import { agreeSums, insertWithdrawal, readRules } from "./internal";
import { isLost, requireAllowed } from "./payout-destination";
import { peopleNeeded } from "./people-state";
import { recordsOf } from "./read-records";
import type { Sums } from "./state";

export interface CreatePayoutInput {
  readonly network: NetworkId;
  readonly walletAddress: string;
  readonly amount: Units;
  readonly description?: string | null;
  readonly callbackUrl?: string | null;
  /** A person's own name for this payout, made with its form: with it there is one, however often it is sent. */
  readonly key?: string;
}

export const PAYOUT_CREATE = "payout.create";
/** The least that a person pays out, as the API's withdrawals have it. */
export const LEAST_PAYOUT = units(100_000n);
const ENDPOINT = "dashboard payout.create";

/** Everything of a payout that is shown before the code is asked for. */
export interface ShownPayout {
  readonly network: NetworkId;
  /** As people write it, in full. */
  readonly address: string;
  readonly amount: Units;
  readonly fee: Units;
  readonly net: Units;
  readonly feePayer: "merchant" | "user";
  readonly key: string;
}

/** What a one-time code for a payout is given for (D-16): any other fact takes another code. */
export function payoutSubject(shown: ShownPayout): StepUpSubject {
  return {
    network: shown.network,
    address: shown.address,
    amount: shown.amount.toString(),
    fee: shown.fee.toString(),
    net: shown.net.toString(),
    feePayer: shown.feePayer,
    key: shown.key,
  };
}

/**
 * Sends money of the merchant's own; fee and payer are those of a withdrawal. Approved at once, but from the merchant's
 * four-eyes sum on a person's payout waits for another person. A person gives a key and a one-time code for exactly what
 * was shown; the same key again answers the same payout. Throws scope_missing, validation_failed (address, destination,
 * address book, nothing left after the fee), insufficient_balance, step_up_required, idempotency_key_reused,
 * request_in_progress.
 */
export async function createPayout(
  ctx: Context,
  input: CreatePayoutInput,
  contracts: TokenContracts,
  call?: IdempotentCall,
): Promise<WireWithdrawalRecord> {
  requirePermission(ctx, "payouts:create");
  const id = newId();
  if (ctx.actor.kind === "user") {
    return once(ctx, personsCall(input), id, {
      first: (tx) => pay(ctx, tx, id, input, contracts),
      again: (tx, made) => recordOf(ctx, tx, made),
    });
  }
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, id);
    return pay(ctx, tx, id, input, contracts);
  });
}

async function pay(
  ctx: Context,
  tx: Tx,
  id: string,
  input: CreatePayoutInput,
  contracts: TokenContracts,
): Promise<WireWithdrawalRecord> {
  const merchantId = merchantOf(ctx);
  const { network, amount, description = null, callbackUrl = null } = input;
  const destination = await readDestination(tx, contracts, network, input.walletAddress);
  await requireAllowed(ctx, tx, network, destination);
  const { feePayer, fourEyesAbove } = await readRules(tx, merchantId);
  const person = ctx.actor.kind === "user";
  const sums = agreeSums(network, amount, feePayer);
  if (person) await requireCode(ctx, tx, input, destination, sums);
  const row = await insertWithdrawal(ctx, tx, {
    merchantId,
    id,
    network,
    destination,
    sums,
    state: person && peopleNeeded(amount, fourEyesAbove) > 1 ? "pending" : "approved",
    callbackUrl,
    description,
    customer: null,
    origin: "dashboard",
  });
  await hold(tx, row);
  const [record] = await recordsOf(tx, merchantId, [row]);
  return present(record, "the record");
}

/** A person's payout is exactly what was shown. Throws validation_failed, step_up_required. */
async function requireCode(
  ctx: Context,
  tx: Tx,
  input: CreatePayoutInput,
  destination: Destination,
  sums: Sums,
): Promise<void> {
  if (isLost(destination)) throw refused();
  if (input.amount < LEAST_PAYOUT) {
    throw new AppError("validation_failed", { public: TEXTS.minimumWithdrawal });
  }
  const subject = payoutSubject({
    network: input.network,
    address: destination.display,
    ...sums,
    key: keyOf(input),
  });
  await requireStepUp(ctx, tx, PAYOUT_CREATE, subject);
}

function personsCall(input: CreatePayoutInput): IdempotentCall {
  const key = keyOf(input);
  const { network, walletAddress, amount } = input;
  const asked = { network, walletAddress, amount: amount.toString(), key };
  return { endpoint: ENDPOINT, key, fingerprint: digestOf(ENDPOINT, asked) };
}

/** Throws validation_failed: a form without one would pay twice when it is sent twice. */
function keyOf({ key = "" }: CreatePayoutInput): string {
  if (key === "" || key.length > 255) {
    throw new AppError("validation_failed", {
      details: [{ path: "key", message: "must have 1 to 255 characters" }],
    });
  }
  return key;
}

async function recordOf(ctx: Context, tx: Tx, id: string): Promise<WireWithdrawalRecord> {
  const merchantId = merchantOf(ctx);
  const processedAt = await tx
    .select({ processedAt: withdrawals.processedAt })
    .from(withdrawals)
    .where(and(eq(withdrawals.merchantId, merchantId), eq(withdrawals.id, id)));
  const rows = processedAt.map((row) => ({ id, ...row }));
  const [record] = await recordsOf(tx, merchantId, rows);
  return present(record, "the record");
}
