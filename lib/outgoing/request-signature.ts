import { and, eq, max, sql } from "drizzle-orm";
import {
  type Address,
  type ChainAdapter,
  type FeeQuote,
  type Intent,
  maxFeeOf,
  type UnsignedTx,
} from "@/lib/chains";
import type { Context } from "@/lib/command";
import {
  type AddressPurpose,
  type SigningPurpose,
  signingRequests,
  type Tx,
  walletNonces,
} from "@/lib/db";
import { assert, newId, present } from "@/lib/kit";

/** A transaction that is thought through but not asked for yet. No database was touched for it. */
export interface PreparedTx {
  readonly intent: Intent;
  readonly quote: FeeQuote;
  /** Built already where the chain has no nonces; else built under the nonce's lock. */
  readonly unsigned: UnsignedTx | null;
  readonly chainNonce: number | null;
}

/** Asks the node for what a transaction needs. Throws WouldRevertError, ChainUnavailableError. */
export async function prepareTransaction(
  adapter: ChainAdapter,
  intent: Intent,
  quote: FeeQuote,
): Promise<PreparedTx> {
  const chainNonce = await adapter.nextNonce(intent.from);
  const unsigned = chainNonce === null ? await adapter.build(intent, quote, null) : null;
  return { intent, quote, unsigned, chainNonce };
}

export interface SignatureRequest {
  readonly purpose: SigningPurpose;
  readonly causeId: string;
  readonly merchantId: string | null;
  readonly path: { readonly purpose: AddressPurpose; readonly index: number };
}

/**
 * Asks the signer for a transaction, in the transaction that decides on it. Ethereum's nonce is allocated
 * under the wallet's row lock; building with a given nonce asks no node. Answers the attempt's number.
 */
export async function requestSignature(
  ctx: Context,
  tx: Tx,
  adapter: ChainAdapter,
  request: SignatureRequest,
  prepared: PreparedTx,
): Promise<number> {
  const { intent, quote } = prepared;
  const unsigned = prepared.unsigned ?? (await buildWithNonce(tx, adapter, prepared));
  const attempt = (await lastAttempt(tx, request)) + 1;
  await tx.insert(signingRequests).values({
    id: newId(),
    network: adapter.network,
    purpose: request.purpose,
    causeId: request.causeId,
    attempt,
    merchantId: request.merchantId,
    pathPurpose: request.path.purpose,
    pathIndex: request.path.index,
    kind: intent.kind,
    fromAddress: intent.from,
    toAddress: intent.to,
    value: intent.value,
    maxFee: maxFeeOf(quote),
    payload: unsigned.payload,
    nonce: unsigned.nonce,
    expiresAt: unsigned.expiresAt,
    state: "pending",
    createdAt: ctx.now(),
  });
  return attempt;
}

async function buildWithNonce(
  tx: Tx,
  adapter: ChainAdapter,
  prepared: PreparedTx,
): Promise<UnsignedTx> {
  const chainNonce = present(prepared.chainNonce, "the chain's nonce");
  const nonce = await allocateNonce(tx, adapter, prepared.intent.from, chainNonce);
  return adapter.build(prepared.intent, prepared.quote, nonce);
}

async function allocateNonce(
  tx: Tx,
  adapter: ChainAdapter,
  address: Address,
  chainNonce: number,
): Promise<number> {
  const [row] = await tx
    .insert(walletNonces)
    .values({ network: adapter.network, address, nextNonce: chainNonce + 1 })
    .onConflictDoUpdate({
      target: [walletNonces.network, walletNonces.address],
      set: { nextNonce: sql`greatest(${walletNonces.nextNonce}, ${chainNonce}) + 1` },
    })
    .returning({ next: walletNonces.nextNonce });
  assert(row, "a nonce was allocated");
  return row.next - 1;
}

async function lastAttempt(tx: Tx, request: SignatureRequest): Promise<number> {
  const [row] = await tx
    .select({ last: max(signingRequests.attempt) })
    .from(signingRequests)
    .where(
      and(
        eq(signingRequests.purpose, request.purpose),
        eq(signingRequests.causeId, request.causeId),
      ),
    );
  return row?.last ?? 0;
}
