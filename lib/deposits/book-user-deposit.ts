import { and, eq } from "drizzle-orm";
import { webhookBody } from "@/lib/api";
import { audit, type Context, emit } from "@/lib/command";
import { type CustomerCredit, creditDeposit } from "@/lib/customers";
import { deposits, merchants, type Tx } from "@/lib/db";
import { assert, formatAmount, getNetwork, present, type Units } from "@/lib/kit";
import { depositCredited, post } from "@/lib/ledger";
import { depositFee } from "@/lib/merchants";
import { readRecord } from "@/lib/records";
import { causeOf, receive, type TransferRow } from "./receive";

interface Terms {
  readonly fee: Units;
  readonly feePayer: "merchant" | "user";
}

/**
 * Books a final transfer to a user's address: received and credited to the merchant less the fee of this
 * moment, the user's figure raised where it counts, and told, in the caller's transaction.
 */
export async function bookUserDeposit(
  ctx: Context,
  tx: Tx,
  row: TransferRow,
  depositId: string,
): Promise<void> {
  const { merchantId, network, amountUnits: amount } = row;
  const customerId = await findOwner(tx, row, depositId);
  const terms = await readTerms(tx, row);
  await receive(ctx, tx, row, depositId);
  await post(
    tx,
    merchantId,
    depositCredited({ network, cause: causeOf(row), record: depositId, amount, fee: terms.fee }),
  );
  const credit = await creditDeposit(ctx, tx, {
    ...terms,
    merchantId,
    customerId,
    network,
    address: row.toAddress,
    txHash: row.txHash,
    cause: causeOf(row),
    amount,
  });
  await writeDeposit(ctx, tx, row, depositId, terms, credit);
  await tell(ctx, tx, row, depositId, terms, credit);
}

/** The customer of the record. Locks the record. */
async function findOwner(tx: Tx, row: TransferRow, depositId: string): Promise<string> {
  const [deposit] = await tx
    .select({ customerId: deposits.customerId })
    .from(deposits)
    .where(and(eq(deposits.merchantId, row.merchantId), eq(deposits.id, depositId)))
    .for("update");
  return present(deposit?.customerId, `the customer of deposit ${depositId}`);
}

/** The merchant's fee table and payer of this moment: from here on they stand with the deposit. */
async function readTerms(tx: Tx, row: TransferRow): Promise<Terms> {
  const [found] = await tx
    .select({ feeTiers: merchants.feeTiers, feePayer: merchants.depositFeePayer })
    .from(merchants)
    .where(eq(merchants.id, row.merchantId));
  const { feeTiers, feePayer } = present(found, "the merchant");
  const minimum = getNetwork(row.network).minimumDepositFee;
  return { fee: depositFee(feeTiers, minimum, row.amountUnits), feePayer };
}

async function writeDeposit(
  ctx: Context,
  tx: Tx,
  row: TransferRow,
  depositId: string,
  terms: Terms,
  credit: CustomerCredit,
): Promise<void> {
  const written = await tx
    .update(deposits)
    .set({
      status: "confirmed",
      reason: credit.reason,
      confirmedAt: ctx.now(),
      feeUnits: terms.fee,
      feePayer: terms.feePayer,
      figureUnits: credit.figure,
    })
    .where(
      and(
        eq(deposits.merchantId, row.merchantId),
        eq(deposits.id, depositId),
        eq(deposits.status, "initiated"),
      ),
    )
    .returning({ id: deposits.id });
  assert(written.length === 1, `deposit ${depositId} is not initiated`);
}

async function tell(
  ctx: Context,
  tx: Tx,
  row: TransferRow,
  depositId: string,
  terms: Terms,
  credit: CustomerCredit,
): Promise<void> {
  await audit(ctx, tx, {
    merchantId: row.merchantId,
    action: "deposit.confirmed",
    subjectKind: "deposit",
    subjectId: depositId,
    data: {
      amount: formatAmount(row.amountUnits),
      fee: formatAmount(terms.fee),
      figure: formatAmount(credit.figure),
      txHash: row.txHash,
      ...(credit.reason ? { reason: credit.reason } : {}),
    },
  });
  await emit(ctx, tx, {
    merchantId: row.merchantId,
    type: "deposit",
    subjectId: depositId,
    status: "confirmed",
    url: credit.callbackUrl,
    body: webhookBody(await readRecord(tx, row.merchantId, depositId)),
  });
}
