import { isoTime, type NetworkId } from "@/lib/kit";
import type { TransactionRecord } from "./record";

/**
 * The exact text of a webhook about a transaction: the contract's fifteen fields in their order, then seven
 * of ours (section 7). These bytes are what is signed.
 */
export function webhookBody(record: TransactionRecord): string {
  return JSON.stringify({
    success: true,
    message: "Transaction status update",
    data: {
      type: record.type,
      transactionId: record.transactionId,
      clientId: record.clientId,
      amount: record.amount,
      fee: record.fee,
      netAmount: record.netAmount,
      actualBalance: record.actualBalance,
      currencyType: record.currencyType,
      status: record.status,
      createdAt: record.createdAt,
      confirmedAt: record.confirmedAt,
      blockchainTxHash: record.blockchainTxHash,
      walletAddress: record.walletAddress,
      network: record.network,
      id: record.id,
      userId: record.userId,
      invoiceNo: record.invoiceNo,
      referenceId: record.referenceId,
      reason: record.reason,
      late: record.late,
      platformFee: record.platformFee,
      feePayer: record.feePayer,
    },
  });
}

const SAMPLE_NETWORK: NetworkId = "USDT-TRC20";

/**
 * The body of a test, in the form of a real one so that the receiver's own code reads it: a deposit that
 * never was, of nobody (no user, no invoice), whose texts say TEST.
 */
export function testWebhookBody(facts: {
  readonly id: string;
  readonly clientId: string;
  readonly at: Date;
}): string {
  const moment = isoTime(facts.at);
  return webhookBody({
    type: "deposit",
    id: facts.id,
    transactionId: facts.id,
    clientId: facts.clientId,
    status: "confirmed",
    amount: 1,
    fee: 0,
    netAmount: 1,
    actualBalance: 1,
    currencyType: SAMPLE_NETWORK,
    network: SAMPLE_NETWORK,
    walletAddress: "TEST-ADDRESS",
    invoiceNo: "INV-TEST",
    referenceId: "TEST",
    userId: null,
    description: null,
    blockchainTxHash: "TEST-HASH",
    confirmations: null,
    payments: [],
    feePayer: "merchant",
    platformFee: 0,
    reason: null,
    remarks: null,
    late: false,
    createdAt: moment,
    detectedAt: moment,
    confirmedAt: moment,
    expiresAt: null,
    cancelledAt: null,
  });
}
