import { and, eq } from "drizzle-orm";
import {
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { sandboxPayments, type Tx } from "@/lib/db";
import { AppError, displayHash, type NetworkId, newId, present, type Units } from "@/lib/kit";

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
    const made = await insertSandboxPayment(tx, ctx.now(), { merchantId, ...input });
    if (call) await claimKey(ctx, tx, call, made.id);
    return made;
  });
}

/** Writes down test money to be sent, in the caller's transaction. */
export async function insertSandboxPayment(
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
