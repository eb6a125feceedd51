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
import { assert, type NetworkId, newId, present } from "@/lib/kit";

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

/** The key of a network's gas wallet. */
export const GAS_PATH = { purpose: "gas", index: 0 } as const;

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
  return insertRequest(ctx, tx, adapter.network, {
    ...request,
    intent,
    quote,
    unsigned,
    replaces: null,
  });
}

/** Writes a request that the signer will find; answers the attempt's number. */
export async function insertRequest(
  ctx: Context,
  tx: Tx,
  network: NetworkId,
  request: SignatureRequest & {
    readonly intent: Intent;
    readonly quote: FeeQuote;
    readonly unsigned: UnsignedTx;
    /** The attempt whose place it takes, at the same nonce. */
    readonly replaces: string | null;
  },
): Promise<number> {
  const { intent, quote, unsigned } = request;
  const attempt = (await lastAttempt(tx, request)) + 1;
  await tx.insert(signingRequests).values({
    id: newId(),
    network,
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
    replaces: request.replaces,
    terms: quote.terms,
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

/**
 * The wallet's row is locked till the commit. A nonce whose request was refused goes first, for every later
 * transaction of that wallet waits behind the gap.
 */
async function allocateNonce(
  tx: Tx,
  adapter: ChainAdapter,
  address: Address,
  chainNonce: number,
): Promise<number> {
  const mine = and(eq(walletNonces.network, adapter.network), eq(walletNonces.address, address));
  const [row] = await tx
    .insert(walletNonces)
    .values({ network: adapter.network, address, nextNonce: chainNonce })
    .onConflictDoUpdate({
      target: [walletNonces.network, walletNonces.address],
      set: { nextNonce: sql`greatest(${walletNonces.nextNonce}, ${chainNonce})` },
    })
    .returning({ next: walletNonces.nextNonce });
  assert(row, "a nonce was allocated");
  const gap = await refusedNonce(tx, adapter, address, chainNonce);
  if (gap !== null) return gap;
  await tx
    .update(walletNonces)
    .set({ nextNonce: row.next + 1 })
    .where(mine);
  return row.next;
}

/** The lowest nonce that was allocated and then refused, and that nothing else has taken; null: there is none. */
async function refusedNonce(
  tx: Tx,
  adapter: ChainAdapter,
  address: Address,
  chainNonce: number,
): Promise<number | null> {
  const rows = await tx.execute<{ nonce: number | null }>(sql`
    select min(r.nonce)::int as nonce from signing_requests r
    where r.network = ${adapter.network} and r.from_address = ${address} and r.state = 'refused'
      and r.nonce >= ${chainNonce} and not exists (
        select 1 from signing_requests o where o.network = r.network and o.from_address = r.from_address
          and o.nonce = r.nonce and o.state <> 'refused')`);
  return rows[0]?.nonce ?? null;
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
