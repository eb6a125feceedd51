import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { matchAddresses } from "@/lib/addresses";
import {
  merchants,
  type SigningPurpose,
  signingRequests,
  sweeps,
  type Tx,
  walletFundings,
  withdrawals,
} from "@/lib/db";
import { type NetworkId, units } from "@/lib/kit";
import type { CauseFacts, SigningRequestRow, WithdrawalFacts } from "./facts";
import { readBatch } from "./read-batch";
import { readLoan, readStakeOrder } from "./read-energy";

type Numbered<T> = { readonly facts: T; readonly merchantNumber: number } | null;

/** A withdrawal's payments and what spends their nonces stand on one cause. */
const FAMILY: readonly SigningPurpose[] = ["withdrawal", "withdrawal_cancel"];

/** Reads what a request stands on. The cause can't change until the transaction ends. */
export async function readCause(
  tx: Tx,
  request: SigningRequestRow,
  operatorWallets: ReadonlyMap<NetworkId, string>,
): Promise<CauseFacts> {
  const sweep = await readSweep(tx, request);
  const withdrawal = await readWithdrawal(tx, request);
  const funding = await readFunding(tx, request);
  const batch = await readBatch(tx, request);
  const deploying = await readDeploying(tx, request);
  const loan = await readLoan(tx, request);
  const stakeOrder = await readStakeOrder(tx, request);
  const entries = await matchAddresses(tx, request.network, [
    request.fromAddress,
    request.toAddress,
  ]);
  const purposes = FAMILY.includes(request.purpose) ? FAMILY : [request.purpose];
  const others = await tx
    .select({
      id: signingRequests.id,
      purpose: signingRequests.purpose,
      state: signingRequests.state,
      nonce: signingRequests.nonce,
      maxFee: signingRequests.maxFee,
    })
    .from(signingRequests)
    .where(
      and(
        inArray(signingRequests.purpose, [...purposes]),
        eq(signingRequests.causeId, request.causeId),
        ne(signingRequests.id, request.id),
      ),
    );
  const cause = sweep ?? withdrawal ?? funding ?? batch ?? deploying;
  return {
    sweep: sweep?.facts ?? null,
    withdrawal: withdrawal?.facts ?? null,
    funding: funding?.facts ?? null,
    batch: batch?.facts ?? null,
    loan,
    stakeOrder,
    merchantNumber: cause?.merchantNumber ?? null,
    from: entries.get(request.fromAddress) ?? null,
    to: entries.get(request.toAddress) ?? null,
    others,
    operatorWallet: operatorWallets.get(request.network) ?? null,
  };
}

async function readSweep(
  tx: Tx,
  { purpose, merchantId, causeId }: SigningRequestRow,
): Promise<Numbered<NonNullable<CauseFacts["sweep"]>>> {
  if (merchantId === null || (purpose !== "sweep_gas" && purpose !== "sweep_token")) return null;
  const [row] = await tx
    .select({
      facts: {
        merchantId: sweeps.merchantId,
        network: sweeps.network,
        state: sweeps.state,
        fromAddress: sweeps.fromAddress,
        toAddress: sweeps.toAddress,
        amountUnits: sweeps.amountUnits,
      },
      merchantNumber: merchants.number,
    })
    .from(sweeps)
    .innerJoin(merchants, eq(merchants.id, sweeps.merchantId))
    .where(and(eq(sweeps.merchantId, merchantId), eq(sweeps.id, causeId)))
    .for("share", { of: sweeps });
  return row ?? null;
}

async function readWithdrawal(
  tx: Tx,
  { purpose, merchantId, causeId }: SigningRequestRow,
): Promise<Numbered<WithdrawalFacts>> {
  if (merchantId === null || !FAMILY.includes(purpose)) return null;
  const [row] = await tx
    .select({
      facts: {
        merchantId: withdrawals.merchantId,
        network: withdrawals.network,
        type: withdrawals.type,
        state: withdrawals.state,
        toAddress: withdrawals.toAddress,
        netUnits: withdrawals.netUnits,
        holdUnits: withdrawals.holdUnits,
      },
      merchantNumber: merchants.number,
    })
    .from(withdrawals)
    .innerJoin(merchants, eq(merchants.id, withdrawals.merchantId))
    .where(and(eq(withdrawals.merchantId, merchantId), eq(withdrawals.id, causeId)))
    .for("share", { of: withdrawals });
  if (!row) return null;
  // A second, later statement: what is booked under the lock that was just taken is seen.
  const [books] = await tx.execute<{ held: string; ended: boolean }>(sql`
    select coalesce((select -sum(e.amount_units) from ledger_transactions t
        join ledger_entries e on e.merchant_id = t.merchant_id and e.transaction_id = t.id
        where t.merchant_id = ${merchantId} and t.cause = ${`withdrawal_held:${causeId}`}
          and e.path = ${`${row.facts.network}/held`}), 0)::text as held,
      exists (select 1 from ledger_transactions t where t.merchant_id = ${merchantId}
        and t.cause in (${`withdrawal_ended:${causeId}`}, ${`fees_settled:${causeId}`})) as ended`);
  const heldUnits = units(BigInt(books?.held ?? "0"));
  return { ...row, facts: { ...row.facts, heldUnits, isEnded: books?.ended !== false } };
}

async function readFunding(
  tx: Tx,
  { purpose, merchantId, causeId }: SigningRequestRow,
): Promise<Numbered<NonNullable<CauseFacts["funding"]>>> {
  if (merchantId === null || purpose !== "wallet_gas") return null;
  const [row] = await tx
    .select({
      facts: {
        merchantId: walletFundings.merchantId,
        network: walletFundings.network,
        address: walletFundings.address,
        state: walletFundings.state,
      },
      merchantNumber: merchants.number,
    })
    .from(walletFundings)
    .innerJoin(merchants, eq(merchants.id, walletFundings.merchantId))
    .where(and(eq(walletFundings.merchantId, merchantId), eq(walletFundings.id, causeId)))
    .for("share", { of: walletFundings });
  return row ?? null;
}

/** The contract for sweeps is made for a merchant, who is its cause. */
async function readDeploying(
  tx: Tx,
  { purpose, causeId }: SigningRequestRow,
): Promise<{ readonly merchantNumber: number } | null> {
  if (purpose !== "delegate_deployment") return null;
  const [row] = await tx
    .select({ merchantNumber: merchants.number })
    .from(merchants)
    .where(eq(merchants.id, causeId));
  return row ?? null;
}
