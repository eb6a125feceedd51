import { and, eq, sql } from "drizzle-orm";
import {
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { type Database, sandboxPayments, type Tx } from "@/lib/db";
import {
  AppError,
  displayHash,
  type NetworkId,
  newId,
  present,
  type Units,
  units,
} from "@/lib/kit";
import { listTransfers } from "@/lib/records";
import { checkoutState, seenSum } from "./checkout-state";
import { withCheckout } from "./get-checkout";
import { lockInvoice } from "./internal";

const POLL_MS = 100;

/** Asks for test money to be sent; the sandbox's worker does it. Throws scope_missing, request_in_progress. */
export async function requestSandboxPayment(
  ctx: Context,
  input: { readonly network: NetworkId; readonly walletAddress: string; readonly amount: Units },
  call?: IdempotentCall,
): Promise<{ readonly id: string }> {
  requirePermission(ctx, "sandbox:pay");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const made = await insert(tx, ctx.now(), { merchantId, ...input });
    if (call) await claimKey(ctx, tx, call, made.id);
    return made;
  });
}

/** Asks for the money that an open invoice still lacks. Null when there is no such page; throws invalid_state. */
export async function requestCheckoutPayment(
  db: Database,
  code: string,
  now: Date,
): Promise<{ readonly id: string; readonly merchantId: string } | null> {
  return withCheckout(db, code, async (tx, found) => {
    const row = present(await lockInvoice(tx, found.merchantId, found.id), "the invoice");
    const transfers = await listTransfers(tx, row.merchantId, [row.id]);
    const facts = {
      status: row.status,
      amount: row.amountUnits,
      tolerance: row.toleranceUnits,
      received: row.receivedUnits,
      late: row.late,
      expiresAt: row.expiresAt,
      pending: transfers
        .filter((t) => t.state === "seen")
        .map((t) => ({ amount: t.amountUnits, blockTime: t.blockTime, confirmations: 1 })),
    };
    const state = checkoutState(facts, now);
    if (state !== "waiting" && state !== "partial") {
      throw new AppError("invalid_state", { public: "This payment is not open any more" });
    }
    const under = await findUnderWay(tx, row.merchantId, row.walletAddress);
    const asked =
      under ??
      (await insert(tx, now, {
        merchantId: row.merchantId,
        network: row.network,
        walletAddress: row.walletAddress,
        amount: units(row.amountUnits - seenSum(facts)),
      }));
    return { id: asked.id, merchantId: row.merchantId };
  });
}

/** A payment to that address which no block shows yet: a second click asks for nothing more. */
async function findUnderWay(
  tx: Tx,
  merchantId: string,
  walletAddress: string,
): Promise<{ readonly id: string } | null> {
  const rows = await tx.execute<{ id: string }>(sql`
    select p.id from sandbox_payments p
    where p.merchant_id = ${merchantId} and p.to_address = ${walletAddress} and p.state <> 'failed'
      and not exists (
        select 1 from chain_transfers t where t.merchant_id = p.merchant_id and t.tx_hash = p.tx_hash)
    order by p.id desc limit 1`);
  return rows[0] ?? null;
}

async function insert(
  tx: Tx,
  now: Date,
  input: {
    readonly merchantId: string;
    readonly network: NetworkId;
    readonly walletAddress: string;
    readonly amount: Units;
  },
): Promise<{ readonly id: string }> {
  const id = newId();
  await tx.insert(sandboxPayments).values({
    merchantId: input.merchantId,
    id,
    network: input.network,
    toAddress: input.walletAddress,
    amountUnits: input.amount,
    state: "asked",
    createdAt: now,
  });
  return { id };
}

/** Test money that was sent, in our terms. */
export interface SentPayment {
  readonly transactionHash: string;
  readonly network: NetworkId;
  readonly walletAddress: string;
  readonly amount: Units;
}

/** Waits until the worker has sent asked-for test money. Throws service_unavailable when it takes too long or fails. */
export async function awaitSandboxPayment(
  ctx: Context,
  id: string,
  timeoutMs: number,
): Promise<SentPayment> {
  const merchantId = merchantOf(ctx);
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const row = await transact(ctx, (tx) => read(tx, merchantId, id));
    if (row.state === "sent") {
      return {
        transactionHash: displayHash(row.network, present(row.txHash, "its hash")),
        network: row.network,
        walletAddress: row.toAddress,
        amount: row.amountUnits,
      };
    }
    if (row.state === "failed") {
      throw new AppError("service_unavailable", { internal: `test money: ${row.error}` });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new AppError("service_unavailable", { internal: "test money was not sent in time" });
}

async function read(tx: Tx, merchantId: string, id: string) {
  const [row] = await tx
    .select()
    .from(sandboxPayments)
    .where(and(eq(sandboxPayments.merchantId, merchantId), eq(sandboxPayments.id, id)));
  return present(row, "the asked payment");
}
